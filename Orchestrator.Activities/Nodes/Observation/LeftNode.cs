using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Nodes.Kubernetes;

namespace Orchestrator.Activities.Nodes.Observation;

/// <summary>A node behind which no machine of the cluster stands.</summary>
/// <param name="Name">Of the node.</param>
/// <param name="MachineId">ARM id of the machine that it was, in the cluster's resource group; null: it never was one of ours.</param>
/// <param name="IsReady">Somebody's kubelet runs there.</param>
/// <param name="Until">Before that it may pass by itself: the cloud provider removes nodes too.</param>
/// <param name="IsControlPlane">The control plane's rollout removes it, and its member of etcd before.</param>
internal sealed record LeftNode(string Name, string? MachineId, bool IsReady, DateTimeOffset Until, bool IsControlPlane)
{
    private const string Scheme = "azure://";

    /// <summary>Nobody can have use for it any more, whatever the time.</summary>
    public bool IsDead => MachineId is not null && !IsReady;

    /// <param name="nodes">All nodes of the cluster, by name; null: not known.</param>
    /// <param name="machines">Names of all machines that the cluster has.</param>
    /// <param name="groupId">ARM id of its resource group.</param>
    /// <param name="isThere">Whether Azure has the machine of that id all the same: then it is somebody else's.</param>
    /// <param name="options">How long is too long.</param>
    public static IReadOnlyList<LeftNode> Among(IReadOnlyDictionary<string, JsonObject>? nodes, IEnumerable<string> machines, string groupId, Func<string, bool> isThere, MachineHealthOptions options)
    {
        var known = machines.Select(NodeNames.Of).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from node in (nodes ?? new Dictionary<string, JsonObject>(StringComparer.Ordinal)).OrderBy(static n => n.Key, StringComparer.Ordinal)
               where !known.Contains(node.Key)
               select new LeftNode(
                   node.Key, MachineOf(node.Value, groupId) is { } id && !isThere(id) ? id : null, node.Value.IsReady(), MachineHealth.NotReadySince(node.Value) + options.NotReady ?? DateTimeOffset.MaxValue,
                   node.Value.HasLabel("node-role.kubernetes.io/control-plane")),
        ];
    }

    private static string? MachineOf(JsonObject node, string groupId) =>
        node["spec"]?["providerID"]?.ToString() is { } provider && provider.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && ResourceId.Holds(groupId, provider[Scheme.Length..])
            ? provider[Scheme.Length..]
            : null;
}
