using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Nodes;
using Orchestrator.Activities.Nodes.Kubernetes;
using Orchestrator.Activities.Nodes.Observation;
using Orchestrator.Contracts.Drift;

namespace Orchestrator.Activities.Drift;

/// <summary>
/// What the nodes of an AKS cluster say against what Azure says of their pools. Azure makes them and mends them, so nothing here is repaired by us; findings say what a person can do.
/// Pure.
/// </summary>
internal static class ManagedNodeFindings
{
    private const string PoolLabel = "kubernetes.azure.com/agentpool";
    private const string Mend = "AKS restarts, reimages and at last redeploys a node that stays so. If it does not help:";

    /// <param name="pools">Pools as Azure has them, by their ids.</param>
    /// <param name="nodes">The cluster's nodes.</param>
    public static IReadOnlyList<DriftFinding> Of(IEnumerable<(string Id, JsonObject Pool)> pools, IReadOnlyCollection<JsonObject> nodes)
    {
        var byPool = nodes.ToLookup(static n => n["metadata"]?["labels"]?[PoolLabel]?.ToString() ?? "", StringComparer.OrdinalIgnoreCase);
        return
        [
            .. pools.Where(static p => IsAtRest(p.Pool)).OrderBy(static p => p.Id, StringComparer.OrdinalIgnoreCase)
                .SelectMany(p => OfPool(p.Id, (JsonObject)p.Pool["properties"]!, [.. byPool[ResourceId.NameOf(p.Id)].OrderBy(static n => n.Name(), StringComparer.Ordinal)])),
        ];
    }

    /// <summary>While Azure works on a pool, or it is stopped, its nodes come and go.</summary>
    private static bool IsAtRest(JsonObject pool) =>
        (string?)pool["properties"]?["provisioningState"] == "Succeeded" && (string?)pool["properties"]?["powerState"]?["code"] is null or "Running";

    private static IEnumerable<DriftFinding> OfPool(string id, JsonObject pool, IReadOnlyList<JsonObject> nodes)
    {
        // An autoscaler changes the number at any time.
        if (pool["count"] is JsonValue count && count.GetValue<int>() != nodes.Count && pool["enableAutoScaling"]?.GetValue<bool>() is not true)
        {
            yield return Finding(id, "nodes", count.ToString(), nodes.Count.ToString(CultureInfo.InvariantCulture), $"Azure says that the pool has as many, and the API lists others. Compare with {Command(id, "show")}.") with
            {
                ResourceType = ArmTypes.AgentPool,
                Name = ResourceId.NameOf(id),
            };
        }

        var version = (string?)pool["currentOrchestratorVersion"];
        foreach (var node in nodes)
        {
            if (!node.IsReady())
            {
                yield return Finding(node.Name(), NodeFields.Ready, "True", node.Condition(NodeFields.Ready) ?? "Unknown", $"{Mend} {Delete(id, node)}, and this app brings a fixed count back.");
            }

            if (version is not null && node["status"]?["nodeInfo"]?["kubeletVersion"]?.ToString() is { } kubelet && kubelet.TrimStart('v') != version)
            {
                yield return Finding(
                    node.Name(), NodeFields.KubeletVersion, $"v{version}", kubelet, $"Azure says that the pool runs another version. Reimage it: {Command(id, "upgrade")} --node-image-only, or {Delete(id, node)}.");
            }
        }
    }

    private static string Delete(string poolId, JsonObject node) => $"{Command(poolId, "delete-machines")} --machine-names {node.Name()}";

    private static string Command(string poolId, string verb) =>
        $"az aks nodepool {verb} -g {ResourceId.ResourceGroupOf(poolId)} --cluster-name {ResourceId.NameOf(ResourceId.ParentOf(poolId)!)} -n {ResourceId.NameOf(poolId)}";

    private static DriftFinding Finding(string name, string field, string wanted, string found, string problem) =>
        NodeFindings.Finding(name, field, wanted, found, DriftRepair.None) with { Problem = problem };
}
