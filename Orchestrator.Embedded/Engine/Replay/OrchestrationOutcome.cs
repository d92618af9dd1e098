using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Orchestrator.Embedded.Engine.Replay;

/// <summary>How an execution ended.</summary>
/// <param name="Status">Completed, Failed or Terminated; Running if it continues as new.</param>
/// <param name="Output">The serialized output.</param>
/// <param name="Failure">Set if it failed.</param>
/// <param name="Continuation">Set if it continues as new.</param>
internal sealed record OrchestrationOutcome(
    OrchestrationRuntimeStatus Status, string? Output, TaskFailureDetails? Failure, OrchestrationContinuation? Continuation)
{
    public static OrchestrationOutcome Failed(TaskFailureDetails failure) =>
        new(OrchestrationRuntimeStatus.Failed, failure.ToString(), failure, null);
}
