using System.Text.Json.Serialization;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Contracts.Operations;

/// <summary>
/// Custom status of an orchestration: how far each of its steps is, by key. Azure caps a custom status at 16 KiB, so what the stored plan
/// says of a step is not repeated here. Sub-orchestrations have their own.
/// </summary>
public sealed record OperationProgress
{
    public int Generation { get; init; }

    /// <summary>What it does now, in a few words.</summary>
    public string? Phase { get; init; }

    public IReadOnlyDictionary<string, StepProgress> Progress { get; init; } = new Dictionary<string, StepProgress>(StringComparer.Ordinal);

    /// <summary>How many finished steps of machines are no longer named here; the history has them.</summary>
    public int StepsRecorded { get; init; }

    /// <summary>Steps that wait for approval, or have waited; null when there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ApprovalStatus>? Approvals { get; init; }

    public OrchestratorError? Error { get; init; }
}
