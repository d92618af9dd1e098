using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Contracts.Messages;

/// <summary>Answer of CheckRolloutHold. <c>Pause</c> is null when machines may be replaced.</summary>
public sealed record RolloutHold(RolloutPause? Pause);
