using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Orchestrator.Activities.Resources.Machines;

/// <summary>
/// The network interfaces of machines that were looked at before. A rollout looks at its machines every few seconds, and what of an interface can make a
/// machine stale Azure lets nobody change while the machine runs (its subnet, accelerated networking) or hardly anybody changes: so they are listed when
/// a machine is new, and now and then. A machine is known by Azure's own id of it, which a successor of the same name does not have.
/// </summary>
internal sealed class KnownInterfaces(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<string, (IReadOnlyList<JsonObject> All, DateTimeOffset ReadAt)> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All interfaces that a list gave when it held those of these machines.</summary>
    public async Task<IReadOnlyList<JsonObject>> OfAsync(IReadOnlyList<JsonObject> vms, Func<Task<IReadOnlyList<JsonObject>>> list)
    {
        if (vms.Count == 0)
        {
            return [];
        }

        var key = string.Join(' ', vms.Select(IdOf).Order(StringComparer.Ordinal));
        var now = time.GetUtcNow();
        if (_known.TryGetValue(key, out var known) && now - known.ReadAt < Lifetime)
        {
            return known.All;
        }

        foreach (var old in _known.Where(entry => now - entry.Value.ReadAt >= Lifetime).Select(static entry => entry.Key).ToList())
        {
            _known.TryRemove(old, out _);
        }

        var all = await list().ConfigureAwait(false);
        if (vms.All(static vm => (string?)vm["properties"]?["vmId"] is { Length: > 0 }))
        {
            _known[key] = (all, now);
        }

        return all;
    }

    private static string IdOf(JsonObject vm) => $"{(string?)vm["id"]} {(string?)vm["properties"]?["vmId"]}";
}
