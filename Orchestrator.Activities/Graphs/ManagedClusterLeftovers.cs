using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Activities.Graphs;

/// <summary>
/// What Azure leaves behind when it deletes an AKS cluster, outside the group of its nodes: roles of its identities, which go with it; private endpoints that lead to it; and what AKS has
/// tagged as the cluster's elsewhere. Read while the cluster still tells who its identities are.
/// </summary>
internal sealed class ManagedClusterLeftovers(ArmConnection arm, string operationId, CancellationToken cancellation)
{
    /// <exception cref="OrchestratorException">Azure failed to answer. What we may not read is not looked for.</exception>
    public async Task<IReadOnlyList<KeptResource>> ReadAsync(ClusterSpec spec, JsonObject cluster, string nodeGroup)
    {
        var left = new List<KeptResource>();
        foreach (var principal in PrincipalsOf(cluster, nodeGroup))
        {
            var (roles, error) = await arm.ListAsync(
                $"/subscriptions/{spec.SubscriptionId}", ArmTypes.RoleAssignment, operationId, cancellation, $"$filter={Uri.EscapeDataString($"principalId eq '{principal}'")}").ConfigureAwait(false);
            left.AddRange(Readable(roles, error).Select(role => new KeptResource(
                (string)role["id"]!, $"it gives a role on {(string?)role["properties"]?["scope"]} to the cluster's identity {principal}, which is gone with the cluster")));
        }

        var (rows, unread) = await arm.QueryAsync(Query(cluster), [spec.SubscriptionId], operationId, cancellation).ConfigureAwait(false);
        left.AddRange(Readable(rows, unread).Select(static row => new KeptResource(
            (string)row["id"]!,
            string.Equals(ResourceId.TypeOf((string)row["id"]!), ArmTypes.PrivateEndpoint, StringComparison.OrdinalIgnoreCase) ? "it leads to the cluster, which is gone" : "AKS has made it for the cluster, and left it")));
        var id = (string)cluster["id"]!;
        return [.. left.Where(resource => !ResourceId.Holds(nodeGroup, resource.ResourceId) && !ResourceId.Holds(id, resource.ResourceId)).DistinctBy(static resource => resource.ResourceId, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Those that Azure made for the cluster; identities of the user's stay, and what they may.</summary>
    private static IEnumerable<string> PrincipalsOf(JsonObject cluster, string nodeGroup)
    {
        var kubelets = (cluster["properties"]?["identityProfile"] as JsonObject ?? []).Select(static p => p.Value)
            .Where(profile => (string?)profile?["resourceId"] is { } id && ResourceId.Holds(nodeGroup, id)).Select(static profile => (string?)profile!["objectId"]);
        return kubelets.Prepend((string?)cluster["identity"]?["principalId"]).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase);
    }

    private static string Query(JsonObject cluster)
    {
        var id = (string)cluster["id"]!;
        string Literal(string text) => InventoryReader.Literals([text]);
        return $"""
            Resources
            | where (type =~ 'microsoft.network/privateendpoints' and tostring(properties) contains {Literal(id)})
                or (tags['aks-managed-cluster-name'] =~ {Literal(ResourceId.NameOf(id))} and tags['aks-managed-cluster-rg'] =~ {Literal(ResourceId.ResourceGroupOf(id))})
            | project id
            | order by id asc
            """;
    }

    private static IReadOnlyList<JsonObject> Readable(IReadOnlyList<JsonObject> items, OrchestratorError? error) =>
        error is null ? items : error.Category == ErrorCategory.Unauthorized ? [] : throw new OrchestratorException(error);
}
