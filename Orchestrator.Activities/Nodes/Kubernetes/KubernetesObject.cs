using System.Globalization;
using System.Text.Json.Nodes;

namespace Orchestrator.Activities.Nodes.Kubernetes;

/// <summary>The few fields of Kubernetes objects that more than one place reads.</summary>
internal static class KubernetesObject
{
    public static string Name(this JsonObject resource) => resource["metadata"]?["name"]?.ToString() ?? "";

    public static string Namespace(this JsonObject resource) => resource["metadata"]?["namespace"]?.ToString() ?? "";

    public static string? Annotation(this JsonObject resource, string name) => resource["metadata"]?["annotations"]?[name]?.ToString();

    public static bool HasLabel(this JsonObject resource, string name) => resource["metadata"]?["labels"] is JsonObject labels && labels.ContainsKey(name);

    public static DateTimeOffset? DeletionTime(this JsonObject resource) =>
        resource["metadata"]?["deletionTimestamp"]?.ToString() is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>The status of the condition <paramref name="type"/>: True, False, Unknown; null when there is no such condition.</summary>
    public static string? Condition(this JsonObject resource, string type) =>
        (resource["status"]?["conditions"] as JsonArray)?.FirstOrDefault(condition => condition?["type"]?.ToString() == type)?["status"]?.ToString();

    public static bool IsReady(this JsonObject resource) => resource.Condition("Ready") == "True";
}
