using Microsoft.DurableTask;

namespace DurableTask.Core.Exceptions;

internal sealed class SubOrchestrationFailedException(TaskFailureDetails failureDetails) : CoreFailureException(failureDetails);
