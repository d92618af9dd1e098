using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Kubernetes.Objects;

/// <summary>One version of an object. Its text is what is kept: as a tree it takes ten times the memory, and there are many that nobody looks at any more.</summary>
internal sealed class StoredObject
{
    private readonly byte[] _json;
    private readonly WeakReference<JsonObject> _value;

    public StoredObject(ObjectKey key, JsonObject value, long version)
    {
        (Key, Version) = (key, version);
        _json = JsonSerializer.SerializeToUtf8Bytes(value);
        _value = new WeakReference<JsonObject>(value);
    }

    public ObjectKey Key { get; }

    public long Version { get; }

    /// <summary>Never to be changed: take a <see cref="Copy"/>.</summary>
    public JsonObject Value
    {
        get
        {
            if (!_value.TryGetTarget(out var value))
            {
                value = JsonNode.Parse(_json)!.AsObject();
                _value.SetTarget(value);
            }

            return value;
        }
    }

    public string Json => Encoding.UTF8.GetString(_json);

    public string Uid => Value["metadata"]?["uid"]?.ToString() ?? "";

    public bool IsTerminating => Value["metadata"]?["deletionTimestamp"] is not null;

    /// <summary>The same version of the object with another value.</summary>
    public StoredObject As(JsonObject value) => new(Key, value, Version);

    public JsonObject Copy() => (JsonObject)Value.DeepClone();
}
