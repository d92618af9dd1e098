using System.Collections.Concurrent;

namespace Orchestrator.Simulator.Arm.Compute;

/// <summary>VM sizes that a subscription cannot have somewhere. Settable at any time; takes effect with the next request.</summary>
public sealed class SizeRestrictions
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _restricted = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes a size out of a location, or out of some of its zones.</summary>
    /// <param name="zones">Zone names such as <c>2</c>; none means the whole location.</param>
    public void Restrict(string location, string size, params IReadOnlyList<string> zones) => _restricted[$"{location}/{size}"] = zones;

    public void Lift(string location, string size) => _restricted.TryRemove($"{location}/{size}", out _);

    /// <summary>Null without a restriction; an empty list when the whole location is closed.</summary>
    internal IReadOnlyList<string>? Of(string location, string size) => _restricted.GetValueOrDefault($"{location}/{size}");

    /// <summary>True when a machine of that size may be in these zones, or anywhere in the location when there are none.</summary>
    internal bool Allow(string location, string size, IEnumerable<string> zones) => Of(location, size) is not { } closed || (closed.Count > 0 && !zones.Any(closed.Contains));
}
