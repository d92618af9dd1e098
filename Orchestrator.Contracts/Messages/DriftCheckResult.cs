using Orchestrator.Contracts.Errors;

namespace Orchestrator.Contracts.Messages;

/// <summary>What CheckDrift answers; the reports are stored.</summary>
public sealed record DriftCheckResult
{
    /// <summary>Clusters of which there is something to tell or to do.</summary>
    public IReadOnlyList<DriftNews> News { get; init; } = [];

    /// <summary>Why nothing could be checked.</summary>
    public OrchestratorError? Error { get; init; }
}
