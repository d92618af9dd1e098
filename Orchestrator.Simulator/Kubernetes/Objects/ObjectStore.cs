using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Determinism.Chance;
using Orchestrator.Simulator.Storage;

namespace Orchestrator.Simulator.Kubernetes.Objects;

/// <summary>The objects of one cluster, as etcd would hold them: one counter of versions, a short history for watches. Used inside the gate.</summary>
internal sealed class ObjectStore
{
    private const int HistoryLength = 2000;
    private readonly string _table;
    private readonly ISimulatorStore _store;
    private readonly TimeProvider _time;
    private readonly Randomness _randomness;
    private readonly Dictionary<(string Group, string Plural), SortedDictionary<(string Namespace, string Name), StoredObject>> _objects = [];
    private readonly Queue<ObjectChange> _history = new();

    public ObjectStore(string clusterId, ISimulatorStore store, TimeProvider time, Randomness randomness)
    {
        (_table, _store, _time, _randomness) = ($"kubernetes-objects/{clusterId}", store, time, randomness);
        foreach (var (key, json) in store.Load(_table))
        {
            if (key == "version")
            {
                Version = long.Parse(json, CultureInfo.InvariantCulture);
                continue;
            }

            var parts = key.Split('/', 4);
            var value = (JsonObject)JsonNode.Parse(json)!;
            Bucket(parts[0], parts[1])[(parts[2], parts[3])] = new StoredObject(new ObjectKey(parts[0], parts[1], parts[2], parts[3]), value, VersionOf(value));
        }

        OldestWatchable = Version;
    }

    public event Action<ObjectChange>? Changed;

    /// <summary>The version of the last change.</summary>
    public long Version { get; private set; }

    /// <summary>Changes after this version can still be told.</summary>
    public long OldestWatchable { get; private set; }

    public StoredObject? Get(ObjectKey key) =>
        _objects.TryGetValue((key.Group, key.Plural), out var bucket) && bucket.TryGetValue((key.Namespace, key.Name), out var found) ? found : null;

    public IReadOnlyList<StoredObject> List(ResourceType type, string? @namespace = null) =>
        !_objects.TryGetValue((type.Group, type.Plural), out var bucket) ? []
            : @namespace is null ? [.. bucket.Values] : [.. bucket.Values.Where(item => item.Key.Namespace == @namespace)];

    public IEnumerable<StoredObject> All() => _objects.Values.SelectMany(static bucket => bucket.Values).ToList();

    public IEnumerable<ObjectChange> ChangesAfter(long version) => _history.Where(change => change.After.Version > version);

    /// <summary>Writes an object and gives it a version; a new one also gets its uid and creation time. Nothing happens if nothing differs.</summary>
    public StoredObject Put(ObjectKey key, JsonObject value)
    {
        var before = Get(key);
        Prune(value);
        var metadata = value["metadata"] as JsonObject ?? [];
        if (metadata.Parent is null)
        {
            value["metadata"] = metadata;
        }

        metadata["uid"] = before?.Uid ?? _randomness.NextGuid().ToString();
        metadata["creationTimestamp"] = before?.Value["metadata"]?["creationTimestamp"]?.ToString() ?? Timestamp(_time.GetUtcNow());
        metadata.Remove("resourceVersion");
        if (before is not null)
        {
            metadata["resourceVersion"] = before.Version.ToString(CultureInfo.InvariantCulture);
        }

        SetGeneration(before, value, metadata);
        if (before is not null && JsonNode.DeepEquals(before.Value, value))
        {
            return before;
        }

        var version = NextVersion();
        metadata["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture);
        var after = new StoredObject(key, value, version);
        Bucket(key.Group, key.Plural)[(key.Namespace, key.Name)] = after;
        _store.Put(_table, key.ToString(), after.Json);
        Publish(new ObjectChange(before, after, IsRemoval: false));
        return after;
    }

    public void Remove(ObjectKey key)
    {
        if (Get(key) is not { } before)
        {
            return;
        }

        var last = before.Copy();
        var version = NextVersion();
        last["metadata"]!["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture);
        Bucket(key.Group, key.Plural).Remove((key.Namespace, key.Name));
        _store.Delete(_table, key.ToString());
        Publish(new ObjectChange(before, new StoredObject(key, last, version), IsRemoval: true));
    }

    /// <summary>Deletes everything from disk: the cluster is gone.</summary>
    public void Drop()
    {
        foreach (var (key, _) in _store.Load(_table))
        {
            _store.Delete(_table, key);
        }
    }

    /// <summary>A time as Kubernetes writes it: UTC, whole seconds.</summary>
    public static string Timestamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The API drops fields that are null.</summary>
    private static void Prune(JsonNode? node)
    {
        if (node is JsonObject map)
        {
            foreach (var name in map.Where(static pair => pair.Value is null).Select(static pair => pair.Key).ToList())
            {
                map.Remove(name);
            }
        }

        foreach (var child in node switch { JsonObject inner => inner.Select(static pair => pair.Value), JsonArray list => list, _ => [] })
        {
            Prune(child);
        }
    }

    private static void SetGeneration(StoredObject? before, JsonObject value, JsonObject metadata)
    {
        if (value["spec"] is null)
        {
            return;
        }

        var generation = before?.Value["metadata"]?["generation"]?.GetValue<long>() ?? 0;
        var isSame = before is not null && JsonNode.DeepEquals(before.Value["spec"], value["spec"]);
        metadata["generation"] = isSame ? generation : generation + 1;
    }

    private static long VersionOf(JsonObject value) => long.Parse(value["metadata"]!["resourceVersion"]!.ToString(), CultureInfo.InvariantCulture);

    private long NextVersion()
    {
        Version++;
        _store.Put(_table, "version", Version.ToString(CultureInfo.InvariantCulture));
        return Version;
    }

    private SortedDictionary<(string Namespace, string Name), StoredObject> Bucket(string group, string plural)
    {
        if (!_objects.TryGetValue((group, plural), out var bucket))
        {
            _objects[(group, plural)] = bucket = new SortedDictionary<(string, string), StoredObject>(ByName.Instance);
        }

        return bucket;
    }

    private void Publish(ObjectChange change)
    {
        _history.Enqueue(change);
        if (_history.Count > HistoryLength)
        {
            OldestWatchable = _history.Dequeue().After.Version;
        }

        Changed?.Invoke(change);
    }

    private sealed class ByName : IComparer<(string Namespace, string Name)>
    {
        public static readonly ByName Instance = new();

        public int Compare((string Namespace, string Name) x, (string Namespace, string Name) y) =>
            string.CompareOrdinal(x.Namespace, y.Namespace) is var order && order != 0 ? order : string.CompareOrdinal(x.Name, y.Name);
    }
}
