using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Orchestrator.Embedded.Engine.History;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Engine.Replay;

/// <summary>The context that orchestrator functions see. Every member must be called on the orchestrator's own thread.</summary>
internal sealed class DurableOrchestrationContext(
    InstanceRecord record, DataConverter converter, EngineOptions options, ILoggerFactory loggers, OrchestrationThread thread)
    : TaskOrchestrationContext
{
    private int _guids;
    private DateTime _now;
    private bool _isReplaying;

    public override TaskName Name { get; } = new(record.Name);

    public override string InstanceId => record.InstanceId;

    public override ParentOrchestrationInstance? Parent { get; } =
        record.Parent is { } parent ? new ParentOrchestrationInstance(parent.Name, parent.InstanceId) : null;

    public override DateTime CurrentUtcDateTime => _now;

    public override bool IsReplaying => _isReplaying;

    public override string Version => record.Version;

    /// <summary>The JSON of the input, or null.</summary>
    public string? SerializedInput => record.Input;

    public DecisionLog Decisions { get; } = new();

    public ExternalEvents Events { get; } = new(converter);

    /// <summary>The JSON of the custom status that the code set last.</summary>
    public string? CustomStatus { get; private set; }

    /// <summary>Set when the code asked to start over.</summary>
    public ContinueAsNewOptions? Continuation { get; private set; }

    protected override ILoggerFactory LoggerFactory => loggers;

    public void SetNow(DateTimeOffset now)
    {
        _now = now.UtcDateTime;
        Decisions.Now = now;
    }

    public void SetReplaying(bool replaying) => _isReplaying = replaying;

    public override T? GetInput<T>()
        where T : default => converter.Deserialize<T>(record.Input);

    /// <summary>The input as a type that is known only at run time.</summary>
    public object? GetInput(Type type) => converter.Deserialize(record.Input, type);

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null) =>
        CallAsync<TResult>(isActivity: true, name, input, options);

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        CallAsync<TResult>(isActivity: false, orchestratorName, input, options);

    public override async Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        EnsureOwnThread();
        var due = fireAt.ToUniversalTime();
        while (due - _now > options.MaximumTimerInterval && !cancellationToken.IsCancellationRequested)
        {
            await CreateOneTimer(_now + options.MaximumTimerInterval, cancellationToken);
        }

        await CreateOneTimer(due, cancellationToken);
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        EnsureOwnThread();
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return Events.Wait<T>(eventName, cancellationToken, thread);
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        EnsureOwnThread();
        ArgumentException.ThrowIfNullOrWhiteSpace(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        Decisions.Add(new HistoryEvent
        {
            Kind = EventType.EventSent, InstanceId = instanceId, Name = eventName, Input = converter.Serialize(payload),
        });
    }

    public override void SetCustomStatus(object? customStatus)
    {
        EnsureOwnThread();
        CustomStatus = converter.Serialize(customStatus);
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        ContinueAsNew(new ContinueAsNewOptions { NewInput = newInput, PreserveUnprocessedEvents = preserveUnprocessedEvents });

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        EnsureOwnThread();
        ArgumentNullException.ThrowIfNull(options);
        Continuation = options;
    }

    public override Guid NewGuid()
    {
        EnsureOwnThread();
        return DeterministicGuid.Create(InstanceId, _now, _guids++);
    }

    /// <summary>One durable timer, however long.</summary>
    public Task CreateOneTimer(DateTime due, CancellationToken cancellation)
    {
        var fireAt = new DateTimeOffset(DateTime.SpecifyKind(due, DateTimeKind.Utc));
        var (id, fired) = Decisions.Open(new HistoryEvent { Kind = EventType.TimerCreated, FireAt = fireAt });
        if (cancellation.CanBeCanceled)
        {
            cancellation.Register(() => CancelTimer(id, cancellation));
        }

        return fired;
    }

    private string DefaultVersion => options.DefaultVersion;

    private static string Required(TaskName name) =>
        string.IsNullOrEmpty(name.Name) ? throw new ArgumentException("A task name is required.", nameof(name)) : name.Name;

    private void CancelTimer(int id, CancellationToken cancellation)
    {
        if (thread.IsCurrent)
        {
            Decisions.CancelTimer(id, cancellation);
        }
        else
        {
            thread.Stray();
        }
    }

    private async Task<TResult> CallAsync<TResult>(bool isActivity, TaskName name, object? input, TaskOptions? options)
    {
        EnsureOwnThread();
        var decision = isActivity ? Activity(name, input, options) : SubOrchestration(name, input, options);
        return options?.Retry is { } retry ? await RetryAsync<TResult>(retry, decision) : Read<TResult>(await Answer(decision));
    }

    private Task<TResult> RetryAsync<TResult>(TaskRetryOptions retry, HistoryEvent decision) =>
        RetryLoop.RunAsync(this, retry, async () => Read<TResult>(await Answer(decision)));

    private Task<string?> Answer(HistoryEvent decision) => Decisions.Open(decision).Answer;

    private TResult Read<TResult>(string? answer) => converter.Deserialize<TResult>(answer)!;

    private HistoryEvent Activity(TaskName name, object? input, TaskOptions? options)
    {
        if (input is TaskOptions && options is null)
        {
            throw new ArgumentException(
                "A TaskOptions value was provided for the activity input but no value was provided for options. "
                + "Did you actually mean to provide a TaskOptions value for the options parameter?",
                nameof(input));
        }

        return new HistoryEvent
        {
            Kind = EventType.TaskScheduled,
            Timestamp = Decisions.Now,
            EventId = Decisions.NextId,
            Name = Required(name),
            Version = options?.Version?.Version ?? record.Version,
            Input = converter.Serialize(input),
            Tags = options?.Tags?.AsReadOnly(),
        };
    }

    private HistoryEvent SubOrchestration(TaskName name, object? input, TaskOptions? options)
    {
        var instanceId = (options as SubOrchestrationOptions)?.InstanceId;
        return new HistoryEvent
        {
            Kind = EventType.SubOrchestrationInstanceCreated,
            Name = Required(name),
            InstanceId = string.IsNullOrEmpty(instanceId) ? NewGuid().ToString("N") : instanceId,
            Version = options?.Version?.Version ?? DefaultVersion,
            Input = converter.Serialize(input),
            Tags = options?.Tags?.AsReadOnly(),
        };
    }

    private void EnsureOwnThread()
    {
        if (!thread.IsCurrent)
        {
            thread.Stray();
            throw new InvalidOperationException(PurityRule.Broken(record.Name, record.InstanceId));
        }
    }
}
