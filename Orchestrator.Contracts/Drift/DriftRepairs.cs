namespace Orchestrator.Contracts.Drift;

/// <summary>What was repaired of a cluster and how often, so that no repair is repeated for ever.</summary>
public sealed record DriftRepairs
{
    /// <summary>By <see cref="DriftFinding.Identity"/>.</summary>
    public IReadOnlyDictionary<string, RepairRecord> Records { get; init; } = new Dictionary<string, RepairRecord>(StringComparer.Ordinal);

    /// <summary>The generation for which it was counted; another one begins anew.</summary>
    public int Generation { get; init; }
}
