using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Simulator.Kubernetes.Objects;

namespace Orchestrator.Simulator.Kubernetes.Api;

/// <summary>The field types that controllers rely on, checked before an object is stored.</summary>
internal static partial class ObjectShapes
{
    /// <exception cref="KubernetesError">A field has a type that Kubernetes would not decode, or lacks what its kind requires.</exception>
    public static void Check(ResourceType type, JsonObject item)
    {
        var metadata = (JsonObject)item["metadata"]!;
        Strings(metadata, "labels");
        Strings(metadata, "annotations");
        Objects(metadata, "ownerReferences");
        if (ResourceTypes.BuiltIn.Contains(type))
        {
            Map(item, "spec");
            Map(item, "status");
        }

        var spec = item["spec"] as JsonObject ?? [];
        switch (type.Plural)
        {
            case "pods" when type.Group.Length == 0:
                Pod(type, item, spec);
                break;
            case "nodes" when type.Group.Length == 0:
                Objects(spec, "taints");
                break;
            case "deployments" or "replicasets" or "daemonsets" when type.Group == "apps":
                Template(type, item, spec);
                break;
            case "poddisruptionbudgets" when type.Group == "policy":
                Budget(type, item, spec);
                break;
        }

        if (item["status"] is JsonObject status)
        {
            Objects(status, "conditions");
        }
    }

    private static void Pod(ResourceType type, JsonObject item, JsonObject spec)
    {
        Objects(spec, "containers");
        Objects(spec, "tolerations");
        Strings(spec, "nodeSelector");
        if (spec["containers"] is not JsonArray { Count: > 0 })
        {
            throw Invalid(type, item, "spec.containers", "Required value");
        }
    }

    private static void Template(ResourceType type, JsonObject item, JsonObject spec)
    {
        var template = Map(spec, "template") ?? throw Invalid(type, item, "spec.template", "Required value");
        var selector = LabelSelector.From(Map(spec, "selector")) ?? throw Invalid(type, item, "spec.selector", "Required value");
        Strings(Map(template, "metadata") ?? [], "labels");
        if (!selector.Matches(template))
        {
            throw Invalid(type, item, "spec.template.metadata.labels", "Invalid value: `selector` does not match template `labels`");
        }

        Pod(type, item, Map(template, "spec") ?? []);
    }

    private static void Budget(ResourceType type, JsonObject item, JsonObject spec)
    {
        Map(spec, "selector");
        foreach (var field in (string[])["minAvailable", "maxUnavailable"])
        {
            if (spec[field] is { } value && !CountOrPercentage().IsMatch(value.ToString()))
            {
                throw Invalid(type, item, $"spec.{field}", $"Invalid value: \"{value}\": must be a non-negative integer or a percentage");
            }
        }

        if (spec["minAvailable"] is not null && spec["maxUnavailable"] is not null)
        {
            throw Invalid(type, item, "spec", "Invalid value: minAvailable and maxUnavailable cannot be both set");
        }
    }

    private static JsonObject? Map(JsonObject holder, string field) => holder[field] switch
    {
        null => null,
        JsonObject map => map,
        _ => throw KubernetesError.BadRequest($"json: cannot unmarshal into field {field}: want an object"),
    };

    private static void Objects(JsonObject holder, string field)
    {
        if (holder[field] is { } value && (value is not JsonArray list || list.Any(static item => item is not JsonObject)))
        {
            throw KubernetesError.BadRequest($"json: cannot unmarshal into field {field}: want a list of objects");
        }
    }

    private static void Strings(JsonObject holder, string field)
    {
        if (Map(holder, field) is { } map && map.Any(static pair => pair.Value is not null && (pair.Value is not JsonValue value || !value.TryGetValue<string>(out _))))
        {
            throw KubernetesError.BadRequest($"json: cannot unmarshal into field {field} of type string");
        }
    }

    private static KubernetesError Invalid(ResourceType type, JsonObject item, string field, string problem) =>
        KubernetesError.Invalid(type.Kind, item["metadata"]?["name"]?.ToString() ?? "", field, problem);

    [GeneratedRegex(@"\A\d{1,6}%?\z")]
    private static partial Regex CountOrPercentage();
}
