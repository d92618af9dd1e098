using System.Runtime.CompilerServices;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Time;
using Orchestrator.Embedded.Api.Internal;
using Orchestrator.Embedded.Engine;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Client;

/// <summary>The client of an engine in the same process.</summary>
internal sealed class EmbeddedDurableTaskClient(EngineCommands commands, RewindCommand rewind, DataConverter converter, Randomness randomness)
    : DurableTaskClient("embedded"), IHttpManagementClient
{
    /// <summary>Set by a host that serves the management API.</summary>
    public HttpManagementEndpoint? ManagementEndpoint { get; set; }

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        ArgumentException.ThrowIfNullOrEmpty(orchestratorName.Name, nameof(orchestratorName));
        var instanceId = string.IsNullOrEmpty(options?.InstanceId) ? randomness.NextGuid().ToString("N") : options.InstanceId;
        await commands.CreateAsync(orchestratorName.Name, instanceId, converter.Serialize(input), options, cancellation).ConfigureAwait(false);
        return instanceId;
    }

    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return commands.RaiseAsync(instanceId, eventName, converter.Serialize(eventPayload));
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return Metadata(await WaitAsync(instanceId, r => r.Status != OrchestrationRuntimeStatus.Pending, cancellation), getInputsAndOutputs);
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return Metadata(await WaitAsync(instanceId, r => r.IsTerminal, cancellation), getInputsAndOutputs);
    }

    public override Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return commands.TerminateAsync(instanceId, converter.Serialize(options?.Output), options?.Recursive ?? false);
    }

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return commands.SuspendAsync(instanceId, reason);
    }

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return commands.ResumeAsync(instanceId, reason);
    }

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return Task.FromResult(commands.Find(instanceId) is { } record ? Metadata(record, getInputsAndOutputs) : null);
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        var query = filter ?? new OrchestrationQuery();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.PageSize, nameof(filter));
        return Pageable.Create<OrchestrationMetadata>((token, pageSize, _) =>
        {
            var page = Page(Filter(query), token ?? query.ContinuationToken, pageSize ?? query.PageSize);
            return Task.FromResult(new Page<OrchestrationMetadata>(
                [.. page.Values.Select(record => Metadata(record, query.FetchInputsAndOutputs))], page.ContinuationToken));
        });
    }

    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        if (commands.Find(instanceId) is not { } record)
        {
            return new PurgeResult(0);
        }

        if (!record.IsTerminal)
        {
            throw new InvalidOperationException($"Instance '{instanceId}' is {record.Status}; only finished instances can be purged.");
        }

        return new PurgeResult(await commands.PurgeAsync([record], options?.Recursive ?? false).ConfigureAwait(false), true);
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(filter);
        var found = commands.Query(new InstanceFilter
        {
            CreatedFrom = filter.CreatedFrom, CreatedTo = filter.CreatedTo, Statuses = filter.Statuses?.ToHashSet(),
        });
        return new PurgeResult(await commands.PurgeAsync(found, options?.Recursive ?? false).ConfigureAwait(false), true);
    }

    public override async Task<string> RestartAsync(
        string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var record = commands.Find(instanceId) ?? throw new ArgumentException($"No orchestration instance with id '{instanceId}' exists.");
        if (!restartWithNewInstanceId && !record.IsTerminal)
        {
            throw new InvalidOperationException($"Instance '{instanceId}' is {record.Status}; only finished instances can be restarted with the same id.");
        }

        var newId = restartWithNewInstanceId ? randomness.NextGuid().ToString("N") : instanceId;
        var options = new StartOrchestrationOptions(newId)
        {
            Version = record.Version, Tags = record.Tags ?? new Dictionary<string, string>(),
        };
        await commands.CreateAsync(record.Name, newId, record.Input, options, cancellation).ConfigureAwait(false);
        return newId;
    }

    public override Task RewindInstanceAsync(string instanceId, string reason, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return rewind.RunAsync(instanceId, reason);
    }

    public override Task<Page<string>> ListInstanceIdsAsync(
        IEnumerable<OrchestrationRuntimeStatus>? runtimeStatus = null,
        DateTimeOffset? completedTimeFrom = null,
        DateTimeOffset? completedTimeTo = null,
        int pageSize = OrchestrationQuery.DefaultPageSize,
        string? lastInstanceKey = null,
        CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pageSize);
        var statuses = (runtimeStatus ?? Enum.GetValues<OrchestrationRuntimeStatus>()).ToHashSet();
        var filter = new InstanceFilter { Statuses = statuses, CompletedFrom = completedTimeFrom, CompletedTo = completedTimeTo };
        var page = Page(filter, lastInstanceKey, pageSize);
        return Task.FromResult(new Page<string>([.. page.Values.Select(record => record.InstanceId)], page.ContinuationToken));
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Orchestrations wait for time: the work that waits for one must not hold it.</summary>
    private ConfiguredTaskAwaitable<InstanceRecord> WaitAsync(string instanceId, Func<InstanceRecord, bool> until, CancellationToken cancellation) =>
        WorkHold.ReleaseWhileAsync(() => commands.WaitAsync(instanceId, until, cancellation)).ConfigureAwait(false);

    private static InstanceFilter Filter(OrchestrationQuery query) => new()
    {
        CreatedFrom = query.CreatedFrom,
        CreatedTo = query.CreatedTo,
        Statuses = query.Statuses?.ToHashSet(),
        InstanceIdPrefix = query.InstanceIdPrefix,
    };

    private Page<InstanceRecord> Page(InstanceFilter filter, string? after, int pageSize)
    {
        var found = commands.Query(filter with { After = after, Limit = pageSize + 1 });
        return found.Count <= pageSize
            ? new Page<InstanceRecord>(found)
            : new Page<InstanceRecord>([.. found.Take(pageSize)], found[pageSize - 1].InstanceId);
    }

    private OrchestrationMetadata Metadata(InstanceRecord record, bool withData) => new(record.Name, record.InstanceId)
    {
        DataConverter = withData ? converter : null,
        RuntimeStatus = record.Status,
        CreatedAt = record.CreatedAt,
        LastUpdatedAt = record.LastUpdatedAt,
        SerializedInput = withData ? record.Input : null,
        SerializedOutput = withData ? record.Output : null,
        SerializedCustomStatus = withData ? record.CustomStatus : null,
        Tags = record.Tags ?? new Dictionary<string, string>(),
        FailureDetails = withData ? record.Failure : null,
    };
}
