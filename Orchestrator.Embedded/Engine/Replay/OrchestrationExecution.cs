using System.Diagnostics;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Orchestrator.Embedded.Engine.History;
using Orchestrator.Embedded.Engine.Tracing;
using Orchestrator.Embedded.Storage;
using CoreTaskFailedException = DurableTask.Core.Exceptions.TaskFailedException;

namespace Orchestrator.Embedded.Engine.Replay;

/// <summary>
/// One execution of an orchestrator's code. It is fed history: first what is past (replay), then what is new, and it yields the decisions
/// that the code took. Not thread-safe; one step at a time.
/// </summary>
internal sealed class OrchestrationExecution
{
    private readonly InstanceRecord _record;
    private readonly ITaskCatalog _catalog;
    private readonly DataConverter _converter;
    private readonly OrchestrationThread _thread;
    private readonly DurableOrchestrationContext _context;
    private Queue<HistoryEvent>? _whileSuspended;
    private Task<object?>? _code;

    /// <param name="record">The instance.</param>
    /// <param name="catalog">Runs the code.</param>
    /// <param name="converter">Converts inputs and outputs.</param>
    /// <param name="options">The engine's settings.</param>
    /// <param name="loggers">Loggers for the code.</param>
    /// <param name="strayed">Called, on any thread, when the code was found to run outside of a step: the instance needs a step in which to fail.</param>
    public OrchestrationExecution(
        InstanceRecord record, ITaskCatalog catalog, DataConverter converter, EngineOptions options, ILoggerFactory loggers, Action strayed)
    {
        _record = record;
        _catalog = catalog;
        _converter = converter;
        _thread = new OrchestrationThread(strayed);
        _context = new DurableOrchestrationContext(record, converter, options, loggers, _thread);
    }

    /// <summary>Set when the execution has ended.</summary>
    public OrchestrationOutcome? Outcome { get; private set; }

    public bool IsSuspended { get; private set; }

    /// <summary>Null before the start, and if whoever started the execution was not traced.</summary>
    public OrchestrationTrace? Trace { get; private set; }

    /// <summary>Repeats what is stored.</summary>
    public void Replay(List<HistoryEvent> past) => Feed(past, isReplaying: true);

    /// <summary>Processes what is new, then decides whether the execution has ended.</summary>
    public void Advance(List<HistoryEvent> events)
    {
        Feed(events, isReplaying: false);
        Outcome ??= Conclude();
    }

    /// <summary>Ends the execution without running its code.</summary>
    public OrchestrationExecution Refuse(TaskFailureDetails failure)
    {
        Outcome = OrchestrationOutcome.Failed(failure);
        return this;
    }

    public (List<HistoryEvent> Decisions, List<int> CancelledTimers) TakeDecisions() => _context.Decisions.Take();

    /// <summary>The custom status as the code set it last.</summary>
    public string? CustomStatus => _context.CustomStatus;

    private void Feed(List<HistoryEvent> events, bool isReplaying)
    {
        _context.SetReplaying(isReplaying);
        try
        {
            using (_thread.Enter())
            {
                foreach (var item in events)
                {
                    Process(item);
                    _thread.Drain();
                }
            }
        }
        catch (Exception failure)
        {
            // Code that has changed since the history was written, or an async void of the code that threw.
            Outcome = OrchestrationOutcome.Failed(TaskFailureDetails.FromException(failure));
        }
    }

    private void Process(HistoryEvent item)
    {
        if (IsSuspended && IsHeldBack(item.Kind))
        {
            (_whileSuspended ??= new Queue<HistoryEvent>()).Enqueue(item);
        }
        else
        {
            Apply(item);
        }
    }

    // Decisions were taken before the suspension; only answers and events wait.
    private static bool IsHeldBack(EventType kind) => kind
        is EventType.TaskCompleted or EventType.TaskFailed or EventType.TimerFired or EventType.EventRaised
        or EventType.SubOrchestrationInstanceCompleted or EventType.SubOrchestrationInstanceFailed;

    private void Apply(HistoryEvent item)
    {
        switch (item.Kind)
        {
            case EventType.OrchestratorStarted:
                _context.SetNow(item.Timestamp);
                break;
            case EventType.ExecutionStarted:
                Trace = OrchestrationTrace.Of(_record, item);
                Start();
                break;
            case EventType.TaskScheduled or EventType.TimerCreated or EventType.SubOrchestrationInstanceCreated or EventType.EventSent:
                _context.Decisions.Match(item);
                break;
            case EventType.TaskCompleted or EventType.SubOrchestrationInstanceCompleted or EventType.TimerFired:
                _context.Decisions.Complete(item.TaskScheduledId!.Value, item.Result);
                break;
            case EventType.TaskFailed:
                _context.Decisions.Fail(
                    item.TaskScheduledId!.Value, (name, id) => new TaskFailedException(name, id, new CoreTaskFailedException(item.Failure!)));
                break;
            case EventType.SubOrchestrationInstanceFailed:
                _context.Decisions.Fail(item.TaskScheduledId!.Value, (name, id) => new TaskFailedException(name, id, item.Failure!));
                break;
            case EventType.EventRaised:
                _context.Events.Raise(item.Name!, item.Input);
                break;
            case EventType.ExecutionSuspended:
                IsSuspended = true;
                break;
            case EventType.ExecutionResumed:
                Resume();
                break;
            case EventType.ExecutionTerminated:
                Outcome ??= new OrchestrationOutcome(OrchestrationRuntimeStatus.Terminated, item.Input, null, null);
                break;
            default:
                break;
        }
    }

    private void Resume()
    {
        IsSuspended = false;
        while (!IsSuspended && _whileSuspended?.TryDequeue(out var item) == true)
        {
            Apply(item);
            _thread.Drain();
        }
    }

    private void Start()
    {
        if (!_catalog.HasOrchestrator(_record.Name))
        {
            Outcome = OrchestrationOutcome.Failed(new TaskFailureDetails(
                RetryLoop.OrchestratorNotFound, $"No orchestrator task named '{_record.Name}' was found.", null, null, null));
            return;
        }

        _code = RunCodeAsync();
        _ = _code.ContinueWith(
            _ =>
            {
                if (!_thread.IsCurrent)
                {
                    _thread.Stray();
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    // Async, so that what the function throws before its first await is its failure and not the engine's,
    // and so that the current activity is the code's alone.
    private async Task<object?> RunCodeAsync()
    {
        Activity.Current = Trace?.Ambient;
        return await _catalog.RunOrchestratorAsync(_record.Name, _context);
    }

    private OrchestrationOutcome? Conclude()
    {
        if (_thread.HasStrayed)
        {
            return Impure();
        }

        if (_code is null || _context.Decisions.HasOpenTasks)
        {
            return null;
        }

        if (!_code.IsCompleted)
        {
            return _context.Events.HasWaiters || IsSuspended ? null : Impure();
        }

        return _code.IsCompletedSuccessfully ? Complete(_code.Result) : OrchestrationOutcome.Failed(FailureOf(_code));
    }

    private OrchestrationOutcome Impure() => OrchestrationOutcome.Failed(TaskFailureDetails.FromException(
        new InvalidOperationException(PurityRule.Broken(_record.Name, _record.InstanceId))));

    private static TaskFailureDetails FailureOf(Task code) => TaskFailureDetails.FromException(
        code.Exception?.InnerException ?? new TaskCanceledException("A task was canceled."));

    private OrchestrationOutcome Complete(object? output)
    {
        try
        {
            if (_context.Continuation is not { } next)
            {
                return new OrchestrationOutcome(OrchestrationRuntimeStatus.Completed, _converter.Serialize(output), null, null);
            }

            var kept = next.PreserveUnprocessedEvents ? _context.Events.TakeKept() : [];
            List<HistoryEvent> events = [.. kept.Select(e => new HistoryEvent { Kind = EventType.EventRaised, Name = e.Name, Input = e.Payload })];
            return new OrchestrationOutcome(
                OrchestrationRuntimeStatus.Running, null, null, new OrchestrationContinuation(_converter.Serialize(next.NewInput), next.NewVersion, events));
        }
        catch (Exception unserializable)
        {
            return OrchestrationOutcome.Failed(TaskFailureDetails.FromException(unserializable));
        }
    }
}
