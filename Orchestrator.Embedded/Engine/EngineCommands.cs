using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orchestrator.Determinism.Chance;
using Orchestrator.Embedded.Engine.Dispatch;
using Orchestrator.Embedded.Engine.History;
using Orchestrator.Embedded.Engine.Tracing;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Engine;

/// <summary>What clients may ask of the engine. A returned task means that the change is durable.</summary>
internal sealed class EngineCommands(
    EngineOptions options,
    IEngineStore store,
    ITaskCatalog catalog,
    TimeProvider time,
    Randomness randomness,
    InstanceTable table,
    MessageNumbers numbers,
    InstanceWaiters waiters,
    Func<ChangeSet, Task> commit)
{
    private static readonly OrchestrationRuntimeStatus[] RunningStatuses =
        [OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Suspended];

    private static readonly HashSet<OrchestrationRuntimeStatus> NotTwice = [.. RunningStatuses];

    /// <summary>Starts an instance; a finished one with this id is replaced.</summary>
    /// <exception cref="ArgumentException">There is no such orchestrator, or the dedupe statuses make no sense.</exception>
    /// <exception cref="OrchestrationAlreadyExistsException">The id is taken.</exception>
    public async Task CreateAsync(string name, string instanceId, string? input, StartOrchestrationOptions? start, CancellationToken cancellation)
    {
        if (!catalog.HasOrchestrator(name))
        {
            throw new ArgumentException($"The orchestrator function '{name}' doesn't exist.", nameof(name));
        }

        var refused = Refused(start?.DedupeStatuses);
        using var trace = RequestTrace.Create(name, instanceId, start?.Version?.Version ?? options.DefaultVersion, time);
        while (true)
        {
            var (created, running) = TryCreate(NewRecord(name, instanceId, input, start), start?.StartAt, refused, trace);
            if (running is null)
            {
                await created.ConfigureAwait(false);
                return;
            }

            await TerminateAsync(instanceId, "Replaced by a new instance with the same id.", false).ConfigureAwait(false);
            await WaitAsync(instanceId, record => record.IsTerminal || record.ExecutionId != running.ExecutionId, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Sends an event to a running instance; an unknown or finished one drops it.</summary>
    public async Task RaiseAsync(string instanceId, string eventName, string? payload)
    {
        using var trace = RequestTrace.Raise(eventName, instanceId, time);
        await SendAsync(instanceId, new HistoryEvent { Kind = EventType.EventRaised, Name = eventName, Input = payload }).ConfigureAwait(false);
    }

    public Task TerminateAsync(string instanceId, string? output, bool recursive) =>
        SendAsync(instanceId, new HistoryEvent { Kind = EventType.ExecutionTerminated, Input = output, Recursive = recursive });

    public Task SuspendAsync(string instanceId, string? reason) =>
        SendAsync(instanceId, new HistoryEvent { Kind = EventType.ExecutionSuspended, Input = reason });

    public Task ResumeAsync(string instanceId, string? reason) =>
        SendAsync(instanceId, new HistoryEvent { Kind = EventType.ExecutionResumed, Input = reason });

    public InstanceRecord? Find(string instanceId) => store.Find(instanceId);

    public IReadOnlyList<InstanceRecord> Query(InstanceFilter filter) => store.Query(filter);

    /// <summary>Waits until a committed record satisfies the condition.</summary>
    /// <exception cref="InvalidOperationException">The instance does not exist, or was purged meanwhile.</exception>
    public async Task<InstanceRecord> WaitAsync(string instanceId, Func<InstanceRecord, bool> until, CancellationToken cancellation)
    {
        using var waiter = waiters.Add(instanceId, until);
        var record = Existing(instanceId);
        return until(record) ? record : await waiter.Task.WaitAsync(cancellation).ConfigureAwait(false) ?? throw Missing(instanceId);
    }

    /// <summary>Removes finished instances, and with <paramref name="recursive"/> their finished descendants; returns how many.</summary>
    public async Task<int> PurgeAsync(IEnumerable<InstanceRecord> records, bool recursive)
    {
        var changes = new ChangeSet();
        foreach (var record in records)
        {
            Purge(record.InstanceId, recursive, changes);
        }

        if (changes.Purged.Count > 0)
        {
            await commit(changes).ConfigureAwait(false);
        }

        return changes.Purged.Count;
    }

    private void Purge(string instanceId, bool recursive, ChangeSet changes)
    {
        lock (table.Gate)
        {
            var instance = table.Get(instanceId);
            if (instance.Record is not { IsTerminal: true })
            {
                return;
            }

            instance.Record = null;
            instance.Unload();
            table.Release(instance);
            changes.Purged.Add(instanceId);
        }

        foreach (var child in recursive ? store.Query(new InstanceFilter { ParentInstanceId = instanceId }) : [])
        {
            Purge(child.InstanceId, recursive, changes);
        }
    }

    private InstanceRecord Existing(string instanceId) =>
        store.Find(instanceId) ?? throw Missing(instanceId);

    private static InvalidOperationException Missing(string instanceId) => new($"No orchestration instance with id '{instanceId}' exists.");

    private static HashSet<OrchestrationRuntimeStatus> Refused(IReadOnlyList<string>? dedupeStatuses)
    {
        if (dedupeStatuses is null)
        {
            return NotTwice;
        }

        HashSet<OrchestrationRuntimeStatus> refused = [.. dedupeStatuses.Select(text =>
            Enum.TryParse<OrchestrationRuntimeStatus>(text, ignoreCase: true, out var status)
                ? status
                : throw new ArgumentException($"'{text}' is no orchestration status."))];
        if (refused.Contains(OrchestrationRuntimeStatus.Terminated) && !RunningStatuses.All(refused.Contains))
        {
            throw new ArgumentException(
                "Dedupe statuses with Terminated must hold Running, Pending and Suspended too: replacing a running instance terminates it first.");
        }

        return refused;
    }

    private InstanceRecord NewRecord(string name, string instanceId, string? input, StartOrchestrationOptions? start)
    {
        var now = time.GetUtcNow();
        return new InstanceRecord
        {
            InstanceId = instanceId,
            ExecutionId = randomness.NextGuid().ToString("N"),
            Name = name,
            Version = start?.Version?.Version ?? options.DefaultVersion,
            Status = OrchestrationRuntimeStatus.Pending,
            CreatedAt = now,
            LastUpdatedAt = now,
            Input = input,
            Tags = start?.Tags,
        };
    }

    /// <summary>The commit of the new instance, or the running one that is in the way and may be replaced.</summary>
    private (Task Created, InstanceRecord? Running) TryCreate(
        InstanceRecord record, DateTimeOffset? startAt, HashSet<OrchestrationRuntimeStatus> refused, RequestTrace trace)
    {
        var stored = table.Read(record.InstanceId);
        lock (table.Gate)
        {
            var instance = table.Get(record.InstanceId, stored);
            if (instance.Record is { } existing)
            {
                if (refused.Contains(existing.Status))
                {
                    throw new OrchestrationAlreadyExistsException(
                        $"An orchestration instance with id '{record.InstanceId}' exists already and is {existing.Status}.");
                }

                if (!existing.IsTerminal)
                {
                    return (Task.CompletedTask, existing);
                }
            }

            var changes = new ChangeSet();
            changes.Created.Add(record);
            changes.Sent.Add(numbers.Message(
                record.InstanceId, record.ExecutionId, trace.Started(record, MessageNumbers.Started(record)), startAt));
            var committed = commit(changes);
            InstanceTable.Start(instance, record);
            return (committed, null);
        }
    }

    private Task SendAsync(string instanceId, HistoryEvent content)
    {
        lock (table.Gate)
        {
            var instance = table.Get(instanceId);
            if (instance.Record is null or { IsTerminal: true })
            {
                table.Release(instance);
                return Task.CompletedTask;
            }

            var changes = new ChangeSet();
            changes.Sent.Add(numbers.Message(instanceId, null, content));
            return commit(changes);
        }
    }
}
