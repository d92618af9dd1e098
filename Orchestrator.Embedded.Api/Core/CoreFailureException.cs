using Microsoft.DurableTask;

namespace DurableTask.Core.Exceptions;

/// <summary>What the engine puts inside a <see cref="Microsoft.DurableTask.TaskFailedException"/>; carries the recorded details.</summary>
internal abstract class CoreFailureException(TaskFailureDetails failureDetails) : Exception(failureDetails.ErrorMessage)
{
    public TaskFailureDetails FailureDetails { get; } = failureDetails;
}
