using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Resources.Machines;

/// <summary>
/// What this process last read of scale sets and of lists of machines. A rollout asks every few seconds, mostly to learn whether a node has become Ready, which
/// Azure does not know; so Azure is asked again only after the asker's own writes, while it works on a machine, and now and then.
/// Nothing rests on it but time: another process, that has read nothing or has read before a write, reads.
/// </summary>
public sealed class KnownMachines(TimeProvider time)
{
    /// <summary>What others change is seen after so long at the latest.</summary>
    private static readonly TimeSpan ModelLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ListLifetime = TimeSpan.FromMinutes(2);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (IReadOnlyList<JsonObject> Items, DateTimeOffset ReadAt)> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A scale set that was read at <paramref name="since"/> or later; null: it has to be read.</summary>
    public JsonObject? FindScaleSet(string id, DateTimeOffset? since) => Find(ModelKey(id), since, ModelLifetime)?.Single();

    /// <summary>The machines in a scale set or resource group that were listed at <paramref name="since"/> or later; null: they have to be listed.</summary>
    public IReadOnlyList<JsonObject>? FindList(string scope, DateTimeOffset? since) => Find(scope, since, ListLifetime);

    /// <summary>Keeps a scale set that Azure does not work on.</summary>
    public void RememberScaleSet(string id, JsonObject scaleSet, DateTimeOffset readAt) => Remember(ModelKey(id), [scaleSet], readAt);

    /// <summary>Keeps a list of machines when Azure works on none of them.</summary>
    public void RememberList(string scope, IReadOnlyList<JsonObject> machines, DateTimeOffset readAt) => Remember(scope, machines, readAt);

    private static string ModelKey(string id) => $"{id}/model";

    private IReadOnlyList<JsonObject>? Find(string key, DateTimeOffset? since, TimeSpan lifetime)
    {
        if (since is null)
        {
            return null;
        }

        lock (_lock)
        {
            return _known.TryGetValue(key, out var known) && known.ReadAt >= since && time.GetUtcNow() - known.ReadAt < lifetime ? Copy(known.Items) : null;
        }
    }

    private void Remember(string key, IReadOnlyList<JsonObject> items, DateTimeOffset readAt)
    {
        lock (_lock)
        {
            foreach (var old in _known.Where(entry => readAt - entry.Value.ReadAt >= ModelLifetime).Select(static entry => entry.Key).ToList())
            {
                _known.Remove(old);
            }

            if (items.All(static item => ProvisioningStates.Of(item) == ResourceState.Ready))
            {
                _known[key] = (Copy(items), readAt);
            }
            else
            {
                _known.Remove(key);
            }
        }
    }

    /// <summary>Readers lay things over what they get, and JSON nodes are not made for several threads.</summary>
    private static List<JsonObject> Copy(IEnumerable<JsonObject> items) => [.. items.Select(static item => (JsonObject)item.DeepClone())];
}
