using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Contracts.Operations;

/// <summary>Custom status of an orchestration: its steps and how far each is. Sub-orchestrations have their own.</summary>
public sealed record OperationProgress
{
    public int Generation { get; init; }

    /// <summary>What it does now, in a few words.</summary>
    public string? Phase { get; init; }

    public IReadOnlyList<GraphStep> Steps { get; init; } = [];

    public IReadOnlyDictionary<string, StepProgress> Progress { get; init; } = new Dictionary<string, StepProgress>(StringComparer.Ordinal);

    public OrchestratorError? Error { get; init; }
}
