using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Orchestrator.Determinism.Chance;
using Orchestrator.Embedded.Engine.History;
using Orchestrator.Embedded.Engine.Replay;
using Orchestrator.Embedded.Engine.Tracing;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Engine.Dispatch;

/// <summary>
/// One step of one instance: takes what has arrived, runs the code as far as it goes, and says what must become durable.
/// It calls <c>strayed</c> when an instance's code is found to run outside of a step.
/// </summary>
internal sealed class OrchestrationStep(
    EngineOptions options,
    IEngineStore store,
    ITaskCatalog catalog,
    DataConverter converter,
    TimeProvider time,
    Randomness randomness,
    ILoggerFactory loggers,
    InstanceTable table,
    MessageNumbers numbers,
    Action<Instance, OrchestrationExecution> strayed)
{
    /// <summary>Start, end, and the usual one decision or outcome.</summary>
    private const int EventsOfAStep = 4;

    private readonly SubOrchestrations _children = new(time, randomness, table, numbers);
    private readonly StepIntake _intake = new(store, time);
    private readonly VersionRule _versions = new(options, loggers.CreateLogger<DurableTaskEngine>());

    /// <param name="instance">Busy, and so the caller's alone.</param>
    /// <param name="items">What has arrived, in order.</param>
    public StepResult Run(Instance instance, List<InboxItem> items)
    {
        var record = instance.Record;
        var result = new StepResult { Before = record };
        if (record is null or { IsTerminal: true })
        {
            result.Changes.Consumed.AddRange(items.Select(item => item.MessageId).OfType<long>());
            return result;
        }

        if (_versions.Rejects(record))
        {
            result.Deferred.AddRange(items);
            return result;
        }

        _intake.Load(instance);
        (InstanceRecord Record, List<HistoryEvent> Arrived)? next = _intake.Accept(instance, record, items, result) is { } accepted ? (record, accepted) : null;

        // A next generation runs in the same step: between the two there is no moment in which an event could overtake an inherited one.
        while (next is { } generation)
        {
            next = Advance(instance, generation.Record, generation.Arrived, result);
            if (next is { } newer && _versions.Rejects(newer.Record))
            {
                result.Changes.Sent.AddRange(newer.Arrived.Select(item => numbers.Message(newer.Record.InstanceId, newer.Record.ExecutionId, item)));
                result.Record = newer.Record;
                next = null;
            }
        }

        return result;
    }

    /// <summary>Runs one generation; returns the next one if it continues as new.</summary>
    private (InstanceRecord Record, List<HistoryEvent> Arrived)? Advance(
        Instance instance, InstanceRecord record, List<HistoryEvent> arrived, StepResult result)
    {
        var now = time.GetUtcNow();
        var events = new List<HistoryEvent>(arrived.Count + EventsOfAStep) { new() { Kind = EventType.OrchestratorStarted, Timestamp = now } };
        events.AddRange(arrived);
        var execution = Run(instance, record, events);
        StepSpans.Collect(execution, arrived, instance.OpenTasks, now, result);
        foreach (var item in arrived)
        {
            if (IsWorkAnswer(item))
            {
                result.Changes.Closed.Add((record.InstanceId, item.TaskScheduledId!.Value));
            }

            StepIntake.Track(instance, item);
        }

        var (decisions, cancelledTimers) = execution.TakeDecisions();
        decisions = StepSpans.Propagate(execution, decisions, now, result);
        var isOver = execution.Outcome is { Continuation: null };
        Decide(instance, record, decisions, cancelledTimers, isOver, events, result);
        _children.Terminate(instance, arrived, result);
        if (execution.Outcome is { Continuation: not null })
        {
            return ContinueAsNew(instance, record, execution, now, result);
        }

        Finish(instance, record, execution, events, now, result);
        return null;
    }

    /// <summary>Runs the code as far as it goes; of a version that this host may not run, nothing.</summary>
    private OrchestrationExecution Run(Instance instance, InstanceRecord record, List<HistoryEvent> events)
    {
        if (_versions.Mismatch(record.Version) is { } mismatch)
        {
            return NewExecution(instance, record).Refuse(mismatch);
        }

        if (instance.Execution is not { } execution)
        {
            execution = NewExecution(instance, record);
            execution.Replay(instance.Past ?? []);
            instance.Execution = execution;
        }

        execution.Advance(events);
        return execution;
    }

    private OrchestrationExecution NewExecution(Instance instance, InstanceRecord record)
    {
        OrchestrationExecution? execution = null;
        execution = new OrchestrationExecution(record, catalog, converter, options, loggers, () => strayed(instance, execution!));
        return execution;
    }

    private static bool IsWorkAnswer(HistoryEvent item) =>
        item.Kind is EventType.TaskCompleted or EventType.TaskFailed or EventType.TimerFired;

    private void Decide(
        Instance instance,
        InstanceRecord record,
        List<HistoryEvent> decisions,
        List<int> cancelledTimers,
        bool isOver,
        List<HistoryEvent> events,
        StepResult result)
    {
        foreach (var decided in decisions)
        {
            events.Add(decided);
            if (decided.Kind == EventType.EventSent)
            {
                result.Changes.Sent.Add(numbers.Message(decided.InstanceId!, null, new HistoryEvent
                {
                    Kind = EventType.EventRaised, Name = decided.Name, Input = decided.Input,
                }));
            }
            else if (!isOver && !cancelledTimers.Remove(decided.EventId!.Value))
            {
                instance.OpenTasks[decided.EventId.Value] = decided;
                Open(record, decided, result);
            }
        }

        foreach (var timer in cancelledTimers)
        {
            if (instance.OpenTasks.Remove(timer))
            {
                Close(record, timer, result);
            }
        }
    }

    private void Open(InstanceRecord record, HistoryEvent decision, StepResult result)
    {
        if (decision.Kind == EventType.SubOrchestrationInstanceCreated)
        {
            _children.Start(record, decision, result);
            return;
        }

        result.Changes.Opened.Add(new OpenWork(record.InstanceId, record.ExecutionId, decision));
    }

    private static void Close(InstanceRecord record, int eventId, StepResult result)
    {
        result.Changes.Closed.Add((record.InstanceId, eventId));
        result.CancelledTimers.Add(new DurableTimer(record.InstanceId, record.ExecutionId, eventId));
    }

    private (InstanceRecord Record, List<HistoryEvent> Arrived) ContinueAsNew(
        Instance instance, InstanceRecord record, OrchestrationExecution execution, DateTimeOffset now, StepResult result)
    {
        var continuation = execution.Outcome!.Continuation!;
        var next = record with
        {
            ExecutionId = randomness.NextGuid().ToString("N"),
            Version = string.IsNullOrWhiteSpace(continuation.Version) ? record.Version : continuation.Version,
            Status = OrchestrationRuntimeStatus.Running,
            Input = continuation.Input,
            CustomStatus = null,
            LastUpdatedAt = now,
        };
        instance.Unload();
        instance.Steps = 0;
        instance.Past = [];
        result.Changes.Created.RemoveAll(created => created.InstanceId == record.InstanceId);
        result.Changes.Created.Add(next);
        var started = MessageNumbers.Started(next) with { Timestamp = now };
        return (next, [execution.Trace?.Inherit(started) ?? started, .. continuation.Events.Select(e => e with { Timestamp = now })]);
    }

    private void Finish(
        Instance instance, InstanceRecord record, OrchestrationExecution execution, List<HistoryEvent> events, DateTimeOffset now, StepResult result)
    {
        var outcome = execution.Outcome;
        if (outcome is not null)
        {
            events.Add(new HistoryEvent
            {
                Kind = EventType.ExecutionCompleted, Timestamp = now, Status = outcome.Status, Result = outcome.Output, Failure = outcome.Failure,
            });
            foreach (var open in instance.OpenTasks.Values)
            {
                if (open.Kind != EventType.SubOrchestrationInstanceCreated)
                {
                    Close(record, open.EventId!.Value, result);
                }
            }

            _children.Answer(record, outcome, result);
        }

        events.Add(new HistoryEvent { Kind = EventType.OrchestratorCompleted, Timestamp = now });
        result.Changes.History = new HistoryStep(record.InstanceId, instance.Steps!.Value, events);
        result.Record = record with
        {
            Status = outcome?.Status ?? (execution.IsSuspended ? OrchestrationRuntimeStatus.Suspended : OrchestrationRuntimeStatus.Running),
            Output = outcome?.Output,
            Failure = outcome?.Failure,
            CustomStatus = execution.CustomStatus,
            LastUpdatedAt = now,
            CompletedAt = outcome is null ? null : now,
        };
        result.Changes.Updated.Add(result.Record);
    }
}
