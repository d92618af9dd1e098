using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Embedded.Client;
using Orchestrator.Embedded.Engine.Dispatch;
using Orchestrator.Embedded.Engine.History;
using Orchestrator.Embedded.Engine.Replay;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Engine;

/// <summary>
/// Runs durable orchestrations in one process. What a caller has seen is durable; orchestrations take effect exactly once, activities run at least once.
/// With a deterministic dispatcher all of it runs on the thread that pumps.
/// </summary>
public sealed class DurableTaskEngine : IAsyncDisposable
{
    private readonly IEngineStore _store;
    private readonly TimeProvider _time;
    private readonly WorkDispatcher _dispatcher;
    private readonly EngineOptions _options;
    private readonly ILogger _logger;
    private readonly InstanceTable _table;
    private readonly MessageNumbers _numbers = new();
    private readonly Committer _committer;
    private readonly WorkQueue _steps;
    private readonly ActivityRunner _activities;
    private readonly TimerQueue _timers;
    private readonly InstanceWaiters _waiters;
    private readonly OrchestrationStep _step;
    private readonly EngineState _state;

    public DurableTaskEngine(
        EngineOptions options,
        IEngineStore store,
        ITaskCatalog catalog,
        DataConverter converter,
        TimeProvider time,
        WorkDispatcher dispatcher,
        Randomness randomness,
        ILoggerFactory loggers)
    {
        _options = options;
        _store = store;
        _time = time;
        _dispatcher = dispatcher;
        _logger = loggers.CreateLogger<DurableTaskEngine>();
        _state = new EngineState(_logger);
        _table = new InstanceTable(store);
        _committer = new Committer(store, dispatcher, Fault);
        _steps = new WorkQueue(dispatcher, options.MaxConcurrentOrchestrations);
        _activities = new ActivityRunner(catalog, converter, dispatcher, time, options.MaxConcurrentActivities, OnActivityAnswered);
        _timers = new TimerQueue(time, OnDue);
        _waiters = new InstanceWaiters(dispatcher);
        _step = new OrchestrationStep(options, store, catalog, converter, time, randomness, loggers, _table, _numbers, OnStrayed);
        var commands = new EngineCommands(options, store, catalog, time, randomness, _table, _numbers, _waiters, changes => CommitAsync([changes]));
        var rewind = new RewindCommand(store, time, _table, _numbers, CommitAsync);
        Client = new EmbeddedDurableTaskClient(commands, rewind, converter, randomness);
    }

    /// <summary>Starts, queries and steers orchestrations of this engine. Usable between start and stop.</summary>
    public DurableTaskClient Client { get; }

    /// <summary>Takes up again what the store holds: open activities run again, overdue timers fire at once.</summary>
    public Task StartAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        _state.Start();
        var open = _store.LoadOpenWork();
        _numbers.StartAfter(open.Messages.Count == 0 ? 0 : open.Messages.Max(message => message.MessageId));
        Release(open.Work.ToArray());
        foreach (var message in open.Messages)
        {
            Deliver(message);
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// Takes no more work, cancels running activities and waits until nothing runs, or until <paramref name="cancellation"/>.
    /// Whatever is unfinished continues after the next start, of another engine on the same store.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        _state.Stop();
        _timers.Dispose();
        _steps.Clear();
        await Task.WhenAll(_activities.StopAsync(), _steps.WhenIdle(), _committer.WhenIdle()).WaitAsync(cancellation).ConfigureAwait(false);
        _waiters.Fail(new OperationCanceledException("The engine was stopped."));
    }

    /// <summary>The committed history of the instance's current execution; empty if there is none.</summary>
    public IReadOnlyList<HistoryEvent> ReadHistory(string instanceId) => _store.LoadHistory(instanceId).Events;

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None).ConfigureAwait(false);

    /// <summary>Commits, then delivers the messages that were sent and tells who waits. Ends when all that is durable.</summary>
    private Task CommitAsync(IReadOnlyList<ChangeSet> changes)
    {
        _state.EnsureRunning();
        var completion = new TaskCompletionSource();
        _committer.Enqueue(changes, failure =>
        {
            foreach (var change in failure is null ? changes : (IReadOnlyList<ChangeSet>)[])
            {
                Release(change.EachOpened);
                Publish(change);
                Notify(change);
            }

            _dispatcher.Post(() =>
            {
                _ = failure is null ? completion.TrySetResult() : completion.TrySetException(EngineState.Unusable(failure));
                return Task.CompletedTask;
            });
        });
        return completion.Task;
    }

    private void Deliver(InboxMessage message)
    {
        if (message.VisibleAt is { } visibleAt && visibleAt > _time.GetUtcNow())
        {
            _timers.Add(new DelayedMessage(message.MessageId, message), visibleAt);
        }
        else
        {
            Deliver(message.InstanceId, new InboxItem(message.Event, message.MessageId, message.ExecutionId));
        }
    }

    private void Deliver(string instanceId, InboxItem item)
    {
        if (!_state.IsRunning)
        {
            return;
        }

        try
        {
            lock (_table.Gate)
            {
                var instance = _table.Get(instanceId);
                instance.Inbox.Add(item);
                Schedule(instance);
            }
        }
        catch (EngineStoreException failure)
        {
            Fault(failure);
        }
    }

    /// <summary>Call it under the gate.</summary>
    private void Schedule(Instance instance)
    {
        if (!instance.IsBusy && instance.Inbox.Count > 0 && _state.IsRunning)
        {
            instance.IsBusy = true;
            _steps.Post(instance.Step ??= () => Step(instance));
        }
    }

    private Task Step(Instance instance)
    {
        List<InboxItem> items;
        lock (_table.Gate)
        {
            items = instance.TakeInbox();
        }

        try
        {
            var result = _step.Run(instance, items);
            lock (_table.Gate)
            {
                // In one with the record: a purge that sees the end must be committed after it.
                instance.Record = result.Record ?? instance.Record;
                _committer.Enqueue(result.Changes, failure => OnCommitted(instance, result, failure));
            }
        }
        catch (Exception failure)
        {
            Fault(failure);
        }

        return Task.CompletedTask;
    }

    private void OnCommitted(Instance instance, StepResult result, Exception? failure)
    {
        if (failure is not null)
        {
            return;
        }

        _logger.LogStep(result.Before, result);
        foreach (var span in result.EachSpan)
        {
            span.Report();
        }

        foreach (var timer in result.EachCancelledTimer)
        {
            _timers.Cancel(timer);
        }

        Release(result.Changes.EachOpened);
        Publish(result.Changes);
        lock (_table.Gate)
        {
            instance.Keep(result, forget: _options.ReplayAfterEveryStep);
            instance.IsBusy = false;
            Schedule(instance);
            _table.Release(instance);
        }

        // Last, so that who waited for the end finds the instance at rest.
        Notify(result.Changes);
    }

    private void Release(ReadOnlySpan<OpenWork> opened)
    {
        foreach (var work in opened)
        {
            if (work.Event.Kind == EventType.TimerCreated)
            {
                _timers.Add(new DurableTimer(work.InstanceId, work.ExecutionId, work.Event.EventId!.Value), work.Event.FireAt!.Value);
            }
            else
            {
                _activities.Start(work);
            }
        }
    }

    private void Publish(ChangeSet changes)
    {
        _logger.LogInstances(changes);
        foreach (var message in changes.EachSent)
        {
            Deliver(message);
        }
    }

    private void Notify(ChangeSet changes)
    {
        foreach (var record in changes.EachUpdated)
        {
            _waiters.Notify(record.InstanceId, record);
        }

        foreach (var purged in changes.EachPurged)
        {
            _waiters.Notify(purged, null);
        }
    }

    private void OnActivityAnswered(OpenWork work, HistoryEvent answer) =>
        Deliver(work.InstanceId, new InboxItem(answer, null, work.ExecutionId));

    private void OnDue(IReadOnlyList<object> due) => _dispatcher.Post(() =>
    {
        foreach (var key in due)
        {
            if (key is DurableTimer timer)
            {
                var fired = new HistoryEvent { Kind = EventType.TimerFired, TaskScheduledId = timer.EventId };
                Deliver(timer.InstanceId, new InboxItem(fired, null, timer.ExecutionId));
            }
            else if (key is DelayedMessage delayed)
            {
                Deliver(delayed.Message);
            }
        }

        return Task.CompletedTask;
    });

    // The instance needs a step in which it can fail; code of an execution that is no longer the instance's own concerns nobody.
    private void OnStrayed(Instance instance, OrchestrationExecution execution)
    {
        if (ReferenceEquals(instance.Execution, execution))
        {
            Deliver(instance.InstanceId, new InboxItem(null, null, null));
        }
    }

    private void Fault(Exception failure)
    {
        _state.Fail(failure);
        _timers.Dispose();
        _waiters.Fail(EngineState.Unusable(failure));
    }
}
