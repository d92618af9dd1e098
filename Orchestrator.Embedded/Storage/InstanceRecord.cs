using System.Text.Json.Serialization;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Orchestrator.Embedded.Storage;

/// <summary>An orchestration instance as it is stored and queried.</summary>
public sealed record InstanceRecord
{
    public required string InstanceId { get; init; }

    /// <summary>Changes with each generation (ContinueAsNew) and each new start under the same instance id.</summary>
    public required string ExecutionId { get; init; }

    public required string Name { get; init; }

    public string Version { get; init; } = string.Empty;

    public OrchestrationRuntimeStatus Status { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset LastUpdatedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public string? Input { get; init; }

    public string? Output { get; init; }

    public string? CustomStatus { get; init; }

    public TaskFailureDetails? Failure { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    public ParentLink? Parent { get; init; }

    [JsonIgnore]
    public bool IsTerminal => Status
        is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    /// <summary>This record with what an update may change taken from <paramref name="update"/>.</summary>
    internal InstanceRecord With(InstanceRecord update) => this with
    {
        Status = update.Status,
        LastUpdatedAt = update.LastUpdatedAt,
        CompletedAt = update.CompletedAt,
        Output = update.Output,
        CustomStatus = update.CustomStatus,
        Failure = update.Failure,
    };
}
