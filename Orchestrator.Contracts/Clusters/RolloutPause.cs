namespace Orchestrator.Contracts.Clusters;

/// <summary>Somebody has paused the replacing of a cluster's machines.</summary>
public sealed record RolloutPause(DateTimeOffset Since, string? Reason = null);
