using Microsoft.DurableTask;

namespace DurableTask.Core.Exceptions;

internal sealed class TaskFailedException(TaskFailureDetails failureDetails) : CoreFailureException(failureDetails);
