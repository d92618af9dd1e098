using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Graphs;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Drift;

/// <summary>
/// Reads what Azure has of many clusters at once: one Resource Graph query for all resources and groups, one more where there are uniform scale sets,
/// and one more where there are role assignments of ours. All of it may be seconds old.
/// </summary>
internal sealed class SharedReader(ArmConnection arm, CancellationToken cancellation)
{
    private const string Operation = "drift check";

    /// <exception cref="OrchestratorException">Azure refused a query.</exception>
    public async Task<SharedInventory> ReadAsync(IReadOnlyList<DriftSubject> clusters)
    {
        var groups = clusters.SelectMany(static c => c.Groups).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var named = clusters.SelectMany(static c => c.Named).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var elsewhere = named.Where(id => !groups.Exists(group => ResourceId.Holds(group, id))).ToList();
        var subscriptions = groups.Concat(elsewhere).Select(ResourceId.SubscriptionOf).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var assignments = clusters.SelectMany(static c => c.Assignments).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var hasUniformPools = clusters.SelectMany(static c => c.Spec.MachinePools).Any(static p => p.OrchestrationMode == OrchestrationMode.Uniform);

        var rows = await Task.WhenAll(
            QueryAsync(ResourcesQuery(groups, elsewhere), subscriptions),
            hasUniformPools ? QueryAsync(InstancesQuery(groups), subscriptions) : Nothing,
            assignments.Count > 0 ? QueryAsync(AssignmentsQuery(assignments), subscriptions) : Nothing).ConfigureAwait(false);
        return new SharedInventory([.. rows[0], .. rows[2]], [.. rows[1].Select(WithInstanceId)]);
    }

    private static Task<IReadOnlyList<JsonObject>> Nothing => Task.FromResult<IReadOnlyList<JsonObject>>([]);

    private async Task<IReadOnlyList<JsonObject>> QueryAsync(string query, IReadOnlyList<string> subscriptions)
    {
        var (rows, error) = await arm.QueryAsync(query, subscriptions, Operation, cancellation).ConfigureAwait(false);
        return error is null ? rows : throw new OrchestratorException(error);
    }

    private static string ResourcesQuery(IReadOnlyList<string> groups, IReadOnlyList<string> elsewhere)
    {
        var names = InventoryReader.Literals(groups.Select(ResourceId.NameOf).Distinct(StringComparer.OrdinalIgnoreCase));
        var apart = elsewhere.Count == 0 ? "" : $" or id in~ ({InventoryReader.Literals(elsewhere)})";
        return
            $"""
            Resources
            | where (resourceGroup in~ ({names}) and type in~ ({InventoryReader.Literals(InventoryReader.Types)})){apart}
            | union (ResourceContainers | where type =~ 'microsoft.resources/subscriptions/resourcegroups' and name in~ ({names}))
            | project id, name, type, location, tags, zones, sku, identity, plan, properties
            | order by id asc
            """;
    }

    private static string InstancesQuery(IReadOnlyList<string> groups) =>
        $"""
        ComputeResources
        | where resourceGroup in~ ({InventoryReader.Literals(groups.Select(ResourceId.NameOf).Distinct(StringComparer.OrdinalIgnoreCase))}) and type =~ '{ArmTypes.ScaleSetInstance}'
        | project id, name, type, location, tags, zones, sku, identity, plan, properties, resources
        | order by id asc
        """;

    private static string AssignmentsQuery(IReadOnlyList<string> ids) =>
        $"""
        AuthorizationResources
        | where id in~ ({InventoryReader.Literals(ids)})
        | project id, name, type, properties
        | order by id asc
        """;

    /// <summary>A list of instances has it beside the name; the graph has it in the id only.</summary>
    private static JsonObject WithInstanceId(JsonObject instance)
    {
        instance["instanceId"] = ResourceId.NameOf((string)instance["id"]!);
        return instance;
    }
}
