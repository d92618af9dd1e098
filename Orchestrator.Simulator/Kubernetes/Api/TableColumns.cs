using System.Text.Json.Nodes;
using Orchestrator.Simulator.Kubernetes.Objects;

namespace Orchestrator.Simulator.Kubernetes.Api;

/// <summary>The columns of each kind that has more than a name and an age.</summary>
internal static class TableColumns
{
    private const string RolePrefix = "node-role.kubernetes.io/";
    private static readonly TableColumn Name = new("Name", static (item, _) => item["metadata"]!["name"]!.ToString());
    private static readonly TableColumn Age = new("Age", Tables.Age);

    private static readonly Dictionary<string, TableColumn[]> ByPlural = new(StringComparer.Ordinal)
    {
        ["nodes"] =
        [
            Name, new("Status", NodeStatus), new("Roles", Roles), Age, At("Version", "status.nodeInfo.kubeletVersion"),
            new("Internal-IP", static (item, _) => (item["status"]?["addresses"] as JsonArray)?[0]?["address"]?.ToString() ?? "<none>", IsWide: true),
            At("OS-Image", "status.nodeInfo.osImage", isWide: true), At("Kernel-Version", "status.nodeInfo.kernelVersion", isWide: true),
            At("Container-Runtime", "status.nodeInfo.containerRuntimeVersion", isWide: true),
        ],
        ["pods"] = [Name, new("Ready", ReadyContainers), new("Status", PodStatus), new("Restarts", static (_, _) => "0"), Age, At("Node", "spec.nodeName", isWide: true)],
        ["deployments"] =
        [
            Name, new("Ready", static (item, _) => $"{Text(item, "status.readyReplicas", "0")}/{Text(item, "spec.replicas", "1")}"),
            At("Up-to-date", "status.updatedReplicas", "0"), At("Available", "status.availableReplicas", "0"), Age,
        ],
        ["replicasets"] = [Name, At("Desired", "spec.replicas", "1"), At("Current", "status.replicas", "0"), At("Ready", "status.readyReplicas", "0"), Age],
        ["daemonsets"] =
        [
            Name, At("Desired", "status.desiredNumberScheduled", "0"), At("Current", "status.currentNumberScheduled", "0"), At("Ready", "status.numberReady", "0"),
            At("Up-to-date", "status.updatedNumberScheduled", "0"), At("Available", "status.numberAvailable", "0"), Age,
        ],
        ["poddisruptionbudgets"] =
        [
            Name, At("Min Available", "spec.minAvailable", "N/A"), At("Max Unavailable", "spec.maxUnavailable", "N/A"), At("Allowed Disruptions", "status.disruptionsAllowed", "0"), Age,
        ],
        ["namespaces"] = [Name, At("Status", "status.phase"), Age],
        ["secrets"] = [Name, At("Type", "type"), new("Data", DataCount), Age],
        ["configmaps"] = [Name, new("Data", DataCount), Age],
    };

    public static IReadOnlyList<TableColumn> Of(ResourceType type) => type.Group is "" or "apps" or "policy" && ByPlural.TryGetValue(type.Plural, out var columns) ? columns : [Name, Age];

    private static TableColumn At(string name, string path, string otherwise = "<none>", bool isWide = false) => new(name, (item, _) => Text(item, path, otherwise), isWide);

    private static string Text(JsonObject item, string path, string otherwise)
    {
        JsonNode? node = item;
        foreach (var step in path.Split('.'))
        {
            node = (node as JsonObject)?[step];
        }

        return node?.ToString() ?? otherwise;
    }

    private static string NodeStatus(JsonObject node, DateTimeOffset now)
    {
        var ready = Conditions.Status(node, "Ready") == "True" ? "Ready" : "NotReady";
        return Text(node, "spec.unschedulable", "") == "true" ? ready + ",SchedulingDisabled" : ready;
    }

    private static string Roles(JsonObject node, DateTimeOffset now)
    {
        var roles = (node["metadata"]!["labels"] as JsonObject ?? []).Select(static label => label.Key)
            .Where(static key => key.StartsWith(RolePrefix, StringComparison.Ordinal)).Select(static key => key[RolePrefix.Length..]).ToList();
        return roles.Count > 0 ? string.Join(',', roles) : "<none>";
    }

    private static string ReadyContainers(JsonObject pod, DateTimeOffset now)
    {
        var count = (pod["spec"]?["containers"] as JsonArray)?.Count ?? 0;
        return Conditions.Status(pod, "Ready") == "True" ? $"{count}/{count}" : $"0/{count}";
    }

    private static string PodStatus(JsonObject pod, DateTimeOffset now) => pod["metadata"]!["deletionTimestamp"] is not null ? "Terminating" : Text(pod, "status.phase", "Unknown");

    private static string DataCount(JsonObject item, DateTimeOffset now) => ((item["data"] as JsonObject)?.Count ?? 0).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
