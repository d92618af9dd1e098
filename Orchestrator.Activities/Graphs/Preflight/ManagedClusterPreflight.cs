using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Graphs.Preflight;

/// <summary>
/// The same for an AKS cluster: versions that the location lacks, subnets that are too small, identities that are not there or may not be given, sizes, zones and
/// quotas of its pools. A plan that changes none of it asks nothing.
/// </summary>
public sealed class ManagedClusterPreflight(SkuCatalog skus)
{
    private const string Assign = $"{ArmTypes.UserAssignedIdentity}/assign/action";
    private const string Write = $"{ArmTypes.ManagedCluster}/write";

    /// <exception cref="OrchestratorException">Something is missing; the message names everything of its kind.</exception>
    internal async Task CheckAsync(ClusterSurroundings surroundings, IReadOnlyList<PlanNode> nodes, ArmConnection arm, CancellationToken cancellation)
    {
        var (spec, operation) = (surroundings.Spec, $"plan {surroundings.Spec.Key}");
        if (nodes.Any(static n => n.Step is { Kind: StepKinds.ManagedCluster, Action: PlanAction.Create }))
        {
            await CheckIdentitiesAsync(surroundings, arm, operation, cancellation).ConfigureAwait(false);
        }

        if (KubernetesVersionCheck.Wanted(spec, nodes) is { Count: > 0 } versions)
        {
            MachinePreflight.Refuse(ErrorCatalog.ImpossibleVersion, await VersionProblemsAsync(spec, versions, arm, operation, cancellation).ConfigureAwait(false), "Write a version that the message names.");
        }

        var pools = AgentPoolDemands.Of(surroundings, nodes).ToList();
        var demands = pools.Where(static d => d.MakesMachines).ToList();
        if (demands.Count == 0)
        {
            return;
        }

        MachinePreflight.Refuse(ErrorCatalog.AddressConflict, [.. SubnetCheck.Problems(spec, pools)], "Write a larger subnet, a smaller maxPods, or networkPluginMode: overlay.");
        var facts = await skus.GetAsync(arm, spec, operation, cancellation).ConfigureAwait(false);
        MachinePreflight.Refuse(ErrorCatalog.SkuNotAvailable, [.. demands.SelectMany(d => SizeCheck.Problems(d, facts, spec.Location))]);

        // Pools that move along with their cluster roll one after another.
        var moveAlong = nodes.Any(static n => n.Step.Kind == StepKinds.ManagedCluster && n.Changes.Any(static c => c.Path.Contains(".agentPoolProfiles[", StringComparison.Ordinal)));
        var together = moveAlong ? 1 : Math.Max(1, spec.ManagedCluster!.MaxParallelPools);
        MachinePreflight.Refuse(ErrorCatalog.QuotaExceeded, await MachinePreflight.QuotaProblemsAsync(spec, demands, facts, arm, together, cancellation).ConfigureAwait(false));
    }

    private static async Task CheckIdentitiesAsync(ClusterSurroundings surroundings, ArmConnection arm, string operation, CancellationToken cancellation)
    {
        var (missing, denied) = (new List<string>(), new List<string>());
        var group = ClusterResourceIds.ResourceGroup(surroundings.Spec);
        if (surroundings.Inventory.Find(group) is not null && await PermissionCheck.IsDeniedAsync(arm, group, Write, operation, cancellation).ConfigureAwait(false))
        {
            denied.Add($"The identity {surroundings.Spec.Identity.Name} may not {Write} in resource group {surroundings.Spec.ResourceGroup}.");
        }

        foreach (var id in ManagedClusterGraph.IdentitiesOf(surroundings.Spec.ManagedCluster!))
        {
            if ((await arm.GetAsync(id, operation, cancellation).ConfigureAwait(false)).IsNotFound)
            {
                missing.Add($"There is no user-assigned identity {id}, which the cluster is to have.");
            }
            else if (await PermissionCheck.IsDeniedAsync(arm, id, Assign, operation, cancellation).ConfigureAwait(false))
            {
                denied.Add($"The identity {surroundings.Spec.Identity.Name} may not give the cluster the identity {id}: it lacks {Assign}.");
            }
        }

        MachinePreflight.Refuse(ErrorCatalog.AzureNotFound, missing, "Correct the id, or create the identity.");
        MachinePreflight.Refuse(ErrorCatalog.Unauthorized, denied, "Give the identity a role with these actions, such as Contributor or Managed Identity Operator.");
    }

    private static async Task<List<string>> VersionProblemsAsync(ClusterSpec spec, IReadOnlyList<string> versions, ArmConnection arm, string operation, CancellationToken cancellation)
    {
        var id = $"/subscriptions/{spec.SubscriptionId}/providers/Microsoft.ContainerService/locations/{spec.Location}/kubernetesVersions";
        var read = await arm.GetAsync(id, operation, cancellation).ConfigureAwait(false);

        // Without the right to read them the cluster's own PUT says what is missing.
        return read.Error is null && read.Resource?["values"] is JsonArray { Count: > 0 } values ? [.. KubernetesVersionCheck.Problems(versions, [.. values.OfType<JsonObject>()], spec)] : [];
    }
}
