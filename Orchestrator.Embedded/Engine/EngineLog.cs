using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Orchestrator.Embedded.Engine.Dispatch;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Engine;

/// <summary>One line for each state change of an instance, written when the change is durable and so never on replay.</summary>
internal static partial class EngineLog
{
    /// <summary>Instances that a commit created or removed.</summary>
    public static void LogInstances(this ILogger logger, ChangeSet changes)
    {
        foreach (var created in changes.EachCreated)
        {
            if (created.Status == OrchestrationRuntimeStatus.Pending)
            {
                IsPending(logger, created.Name, created.InstanceId);
            }
        }

        foreach (var purged in changes.EachPurged)
        {
            IsPurged(logger, purged);
        }
    }

    /// <summary>The state that a step left an instance in, if it is another one than before.</summary>
    public static void LogStep(this ILogger logger, InstanceRecord? before, StepResult result)
    {
        if (result.Record is not { } record)
        {
            return;
        }

        if (before?.ExecutionId != record.ExecutionId)
        {
            ContinuedAsNew(logger, record.Name, record.InstanceId, record.ExecutionId);
        }

        if (before?.Status != record.Status)
        {
            LogStatus(logger, record);
        }
    }

    private static void LogStatus(ILogger logger, InstanceRecord record)
    {
        if (record.Failure is { } failure)
        {
            HasFailed(logger, record.Name, record.InstanceId, failure.ErrorType, failure.ErrorMessage);
        }
        else
        {
            HasStatus(logger, record.Name, record.InstanceId, record.Status);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Orchestration {Name} instance {InstanceId} is Pending")]
    private static partial void IsPending(ILogger logger, string name, string instanceId);

    [LoggerMessage(2, LogLevel.Information, "Orchestration {Name} instance {InstanceId} is {Status}")]
    private static partial void HasStatus(ILogger logger, string name, string instanceId, OrchestrationRuntimeStatus status);

    [LoggerMessage(3, LogLevel.Warning, "Orchestration {Name} instance {InstanceId} is Failed: {ErrorType}: {ErrorMessage}")]
    private static partial void HasFailed(ILogger logger, string name, string instanceId, string errorType, string errorMessage);

    [LoggerMessage(4, LogLevel.Information, "Orchestration {Name} instance {InstanceId} continued as new with execution {ExecutionId}")]
    private static partial void ContinuedAsNew(ILogger logger, string name, string instanceId, string executionId);

    [LoggerMessage(5, LogLevel.Information, "Instance {InstanceId} was purged")]
    private static partial void IsPurged(ILogger logger, string instanceId);
}
