using System.Collections.Concurrent;

namespace Orchestrator.Simulator.Arm.Compute;

/// <summary>How many cores a subscription may use per location: in total and per VM family. Settable at any time; takes effect with the next request.</summary>
public sealed class Quotas
{
    /// <summary>The name that stands for all families together.</summary>
    public const string Regional = "cores";

    private readonly ConcurrentDictionary<(string Location, string Family), int> _limits = new();

    /// <summary>What holds where nothing was set.</summary>
    public int DefaultLimit { get; set; } = 2000;

    /// <summary>Sets the limit in cores.</summary>
    /// <param name="family">Such as <c>standardDSv3Family</c>, or <see cref="Regional"/>.</param>
    public void Set(string location, string family, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        _limits[Key(location, family)] = limit;
    }

    public int Limit(string location, string family) => _limits.TryGetValue(Key(location, family), out var limit) ? limit : DefaultLimit;

    private static (string, string) Key(string location, string family) => (location.ToLowerInvariant(), family.ToLowerInvariant());
}
