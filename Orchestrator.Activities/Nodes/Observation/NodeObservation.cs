using System.Text.Json.Nodes;
using Orchestrator.Activities.Nodes.Kubernetes;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Nodes.Observation;

/// <summary>Adds to a machine, as Azure sees it, what its node says.</summary>
internal static class NodeObservation
{
    public const string DeleteMachine = "cluster.x-k8s.io/delete-machine";

    public static MachineObservation WithNode(this MachineObservation machine, JsonObject? node) => node is null ? machine : machine with
    {
        HasNode = true,
        Ready = node.IsReady(),
        Cordoned = node["spec"]?["unschedulable"]?.GetValue<bool>() is true,
        Version = node["status"]?["nodeInfo"]?["kubeletVersion"]?.ToString(),
        DeleteRequested = machine.DeleteRequested || node.Annotation(DeleteMachine) is not null,
    };

    public static Dictionary<string, JsonObject> ByName(IEnumerable<JsonObject> objects) =>
        objects.ToDictionary(static item => item.Name(), StringComparer.Ordinal);
}
