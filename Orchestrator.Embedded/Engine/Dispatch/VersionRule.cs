using Microsoft.DurableTask;
using Microsoft.DurableTask.Abstractions;
using Microsoft.Extensions.Logging;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Engine.Dispatch;

/// <summary>Compares an instance's version with the host's. A host without a version runs everything.</summary>
internal sealed class VersionRule(EngineOptions options, ILogger logger)
{
    /// <summary>True if the instance waits for a host of its version.</summary>
    public bool Rejects(InstanceRecord record)
    {
        if (options.VersionFailureStrategy != VersionFailureStrategy.Reject || Mismatch(record.Version) is not { } mismatch)
        {
            return false;
        }

        logger.LogWarning("Orchestration {Name} instance {InstanceId} waits for another host: {Reason}", record.Name, record.InstanceId, mismatch.ErrorMessage);
        return true;
    }

    /// <summary>Why this host may not run instances of a version, or null if it may.</summary>
    public TaskFailureDetails? Mismatch(string version)
    {
        var host = options.DefaultVersion;
        if (string.IsNullOrWhiteSpace(host))
        {
            return null;
        }

        var order = TaskOrchestrationVersioningUtils.CompareVersions(version, host);
        return options.VersionMatchStrategy switch
        {
            VersionMatchStrategy.Strict when order != 0 => Failure($"The orchestration version '{version}' does not match the worker version '{host}'."),
            VersionMatchStrategy.CurrentOrOlder when order > 0 =>
                Failure($"The orchestration version '{version}' is greater than the worker version '{host}'."),
            _ => null,
        };
    }

    private static TaskFailureDetails Failure(string message) => new("VersionMismatch", message, null, null, null);
}
