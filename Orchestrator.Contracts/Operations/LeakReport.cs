namespace Orchestrator.Contracts.Operations;

/// <summary>What a forced deletion has left, by id. Empty: nothing.</summary>
public sealed record LeakReport(IReadOnlyList<LeakedResource> Resources);
