using System.Text.Json;

namespace Orchestrator.Simulator.Arm.Resources;

/// <summary>What resources were a short while ago, for reads that lag behind.</summary>
internal sealed class ResourceHistory(TimeProvider time)
{
    /// <summary>How far back it goes.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    // As text: few are ever asked for, and as trees they take ten times the memory.
    private readonly LinkedList<(DateTimeOffset At, string Id, byte[]? Before)> _changes = [];

    /// <summary>A resource is about to change, come or go.</summary>
    public void Add(string id, ArmResource? before)
    {
        var now = time.GetUtcNow();
        while (_changes.First is { } first && now - first.Value.At > Longest)
        {
            _changes.RemoveFirst();
        }

        _changes.AddLast((now, id, before is null ? null : JsonSerializer.SerializeToUtf8Bytes(before)));
    }

    /// <summary>One resource as it was at a moment.</summary>
    public ArmResource? AsOf(DateTimeOffset at, string id, ArmResource? current)
    {
        foreach (var change in _changes)
        {
            if (change.At > at && change.Id.Equals(id, StringComparison.OrdinalIgnoreCase))
            {
                return Read(change.Before);
            }
        }

        return current;
    }

    /// <summary>All resources as they were at a moment, in the order of their ids.</summary>
    public IEnumerable<ArmResource> AsOf(DateTimeOffset at, IEnumerable<ArmResource> current)
    {
        var then = current.ToDictionary(static resource => resource.Id, StringComparer.OrdinalIgnoreCase);
        foreach (var (_, id, before) in _changes.Where(change => change.At > at).Reverse())
        {
            then.Remove(id);
            if (Read(before) is { } resource)
            {
                then[id] = resource;
            }
        }

        return then.Values.OrderBy(static resource => resource.Id, StringComparer.OrdinalIgnoreCase);
    }

    private static ArmResource? Read(byte[]? before) => before is null ? null : JsonSerializer.Deserialize<ArmResource>(before);
}
