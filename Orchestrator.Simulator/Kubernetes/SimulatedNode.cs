using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Kubernetes;

/// <summary>A node as far as rolling it is concerned.</summary>
public sealed record SimulatedNode(string Name, bool IsControlPlane, bool Ready, bool Unschedulable, string KubeletVersion, string ProviderId)
{
    internal static SimulatedNode From(JsonObject node) => new(
        node["metadata"]!["name"]!.ToString(),
        (node["metadata"]!["labels"] as JsonObject)?.ContainsKey("node-role.kubernetes.io/control-plane") ?? false,
        Conditions.Status(node, "Ready") == "True",
        node["spec"]?["unschedulable"]?.ToString() == "true",
        node["status"]?["nodeInfo"]?["kubeletVersion"]?.ToString() ?? "",
        node["spec"]?["providerID"]?.ToString() ?? "");
}
