using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Kubernetes.Objects;

/// <summary>One version of an object. The value is never changed: take a <see cref="Copy"/>.</summary>
internal sealed record StoredObject(ObjectKey Key, JsonObject Value, long Version)
{
    private string? _json;

    public string Json => _json ??= Value.ToJsonString();

    public string Uid => Value["metadata"]?["uid"]?.ToString() ?? "";

    public bool IsTerminating => Value["metadata"]?["deletionTimestamp"] is not null;

    public JsonObject Copy() => (JsonObject)Value.DeepClone();
}
