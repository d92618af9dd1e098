using System.Text.Json.Nodes;
using Orchestrator.Activities.Nodes;
using Orchestrator.Activities.Nodes.Kubernetes;
using Orchestrator.Activities.Nodes.Observation;
using Orchestrator.Contracts.Drift;

namespace Orchestrator.Activities.Drift;

/// <summary>What Kubernetes says of a cluster's machines, and of nodes that are none of them. Pure.</summary>
internal static class NodeFindings
{
    private const string Type = "Node";
    private const string Replace = "To have the machine replaced, annotate its node with cluster.x-k8s.io/delete-machine and apply again.";

    /// <param name="machines">Names of the machines that Azure has, each with the Kubernetes version that it shall run.</param>
    /// <param name="nodes">The cluster's nodes.</param>
    public static IReadOnlyList<DriftFinding> Of(IReadOnlyList<(string Name, string Version)> machines, IEnumerable<JsonObject> nodes)
    {
        var byName = NodeObservation.ByName(nodes);
        var known = machines.Select(static m => NodeNames.Of(m.Name)).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. machines.SelectMany(m => OfMachine(NodeNames.Of(m.Name), m.Version, byName.GetValueOrDefault(NodeNames.Of(m.Name)))),
            .. byName.Keys.Where(name => !known.Contains(name)).Order(StringComparer.Ordinal)
                .Select(static name => Finding(name, field: null, wanted: null, "present", "No machine of the cluster stands behind the node; delete it if nobody wants it.")),
        ];
    }

    /// <summary>The API server was asked and did not answer.</summary>
    public static DriftFinding Unreachable(string message) => Finding("kubernetes", "apiServer", "answers", "does not answer", message) with { ResourceType = "Kubernetes" };

    private static IEnumerable<DriftFinding> OfMachine(string name, string version, JsonObject? node)
    {
        if (node is null)
        {
            yield return Finding(name, field: null, "present", found: null, $"The machine is there and its node is not. {Replace}");
            yield break;
        }

        if (!node.IsReady())
        {
            yield return Finding(name, "Ready", "True", node.Condition("Ready") ?? "Unknown", $"The kubelet is not well. {Replace}");
        }

        if (node["status"]?["nodeInfo"]?["kubeletVersion"]?.ToString() is { } kubelet && kubelet != version)
        {
            yield return Finding(name, "kubeletVersion", version, kubelet, Replace);
        }
    }

    private static DriftFinding Finding(string name, string? field, string? wanted, string? found, string problem) => new()
    {
        Kind = DriftKind.Node,
        Resource = name,
        ResourceType = Type,
        Name = name,
        Field = field,
        Wanted = wanted,
        Found = found,
        Repair = DriftRepair.None,
        Problem = problem,
    };
}
