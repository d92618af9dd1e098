using Orchestrator.Contracts.Operations;

namespace Orchestrator.Cli.Rendering;

/// <summary>How long things took, by the server's clock alone: ours may differ, or run at another speed.</summary>
public static class OperationTimes
{
    public static bool IsFinished(this OperationStatus operation) =>
        operation.State is OperationState.Succeeded or OperationState.Failed or OperationState.Terminated or OperationState.Canceled;

    public static TimeSpan Elapsed(this OperationStatus operation) => operation.ToldAt() - operation.CreatedAt;

    /// <summary>Null before the step has started.</summary>
    public static TimeSpan? ElapsedOf(this OperationStatus operation, StepStatus step) =>
        step.StartedAt is { } started ? (step.FinishedAt ?? operation.ToldAt()) - started : null;

    /// <summary>The server's time of the answer; for a finished operation the time when it ended.</summary>
    public static DateTimeOffset ToldAt(this OperationStatus operation) =>
        operation.IsFinished() ? operation.UpdatedAt : operation.ServerTime ?? operation.UpdatedAt;
}
