using Orchestrator.Contracts.Operations;
using Spectre.Console;

namespace Orchestrator.Cli.Rendering;

/// <summary>The symbol, word and colour of each state, once for tree and lines.</summary>
public sealed record StepLook(string Symbol, string Word, Style Style)
{
    public static StepLook Of(StepState state) => state switch
    {
        StepState.Waiting => new("○", "waiting", Styles.Dim),
        StepState.Running => new("●", "running", Styles.Busy),
        StepState.Retrying => new("↻", "retrying", Styles.Caution),
        StepState.Done => new("✔", "done", Styles.Good),
        StepState.Failed => new("✘", "failed", Styles.Bad),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, message: null),
    };

    public static StepLook Of(OperationState state) => state switch
    {
        OperationState.Pending => new("○", "pending", Styles.Dim),
        OperationState.Running => new("●", "running", Styles.Busy),
        OperationState.Succeeded => new("✔", "succeeded", Styles.Good),
        OperationState.Failed => new("✘", "failed", Styles.Bad),
        OperationState.Suspended => new("‖", "suspended", Styles.Caution),
        OperationState.Canceled => new("✘", "canceled", Styles.Caution),
        OperationState.Terminated => new("✘", "terminated", Styles.Bad),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, message: null),
    };
}
