using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Kubernetes.Objects;

namespace Orchestrator.Simulator.Kubernetes.Api;

/// <summary>Objects as the rows that kubectl prints.</summary>
internal static class Tables
{
    public static bool IsAsked(string accept) => accept.Contains("as=Table", StringComparison.Ordinal);

    public static ApiResponse Answer(SimulatedCluster cluster, ResourceType type, IReadOnlyList<StoredObject> items, JsonObject metadata) =>
        new(200, Of(cluster, type, items, metadata).ToJsonString());

    public static JsonObject Of(SimulatedCluster cluster, ResourceType type, IReadOnlyList<StoredObject> items, JsonObject metadata)
    {
        var columns = TableColumns.Of(type);
        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = metadata,
            ["columnDefinitions"] = new JsonArray([.. columns.Select(static column => new JsonObject
            {
                ["name"] = column.Name, ["type"] = "string", ["format"] = column.Name == "Name" ? "name" : "", ["description"] = "", ["priority"] = column.IsWide ? 1 : 0,
            })]),
            ["rows"] = new JsonArray([.. items.Select(item => new JsonObject
            {
                ["cells"] = new JsonArray([.. columns.Select(column => (JsonNode)column.Cell(item.Value, cluster.Time.GetUtcNow()))]),
                ["object"] = new JsonObject { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = item.Value["metadata"]!.DeepClone() },
            })]),
        };
    }

    /// <summary>An age as kubectl prints it: the largest unit that says enough.</summary>
    public static string Age(JsonObject item, DateTimeOffset now)
    {
        var created = DateTimeOffset.Parse(item["metadata"]!["creationTimestamp"]!.ToString(), CultureInfo.InvariantCulture);
        var age = now - created;
        return age.TotalSeconds < 120 ? $"{Math.Max(0, (int)age.TotalSeconds)}s"
            : age.TotalMinutes < 10 ? $"{(int)age.TotalMinutes}m{age.Seconds}s"
            : age.TotalHours < 3 ? $"{(int)age.TotalMinutes}m"
            : age.TotalHours < 48 ? $"{(int)age.TotalHours}h"
            : $"{(int)age.TotalDays}d";
    }
}
