using Microsoft.DurableTask.Abstractions;
using Microsoft.Extensions.Logging;
using Orchestrator.Embedded.Api.Internal;

namespace Microsoft.DurableTask;

/// <summary>All that an orchestrator may await, and the only source of time, ids and logs that survives replay.</summary>
public abstract class TaskOrchestrationContext
{
    private ILoggerFactory? _replaySafeLoggerFactory;

    public abstract TaskName Name { get; }

    public abstract string InstanceId { get; }

    /// <summary>Null in a top-level instance.</summary>
    public abstract ParentOrchestrationInstance? Parent { get; }

    /// <summary>The time of the current step; the same on every replay.</summary>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <summary>True while recorded history is being repeated.</summary>
    public abstract bool IsReplaying { get; }

    public virtual string Version => string.Empty;

    public virtual IReadOnlyDictionary<string, object?> Properties { get; } = new Dictionary<string, object?>();

    public virtual ILoggerFactory ReplaySafeLoggerFactory => _replaySafeLoggerFactory ??= new ReplaySafeLoggerFactory(this, LoggerFactory);

    protected abstract ILoggerFactory LoggerFactory { get; }

    public abstract T? GetInput<T>();

    public virtual Task CallActivityAsync(TaskName name, object? input = null, TaskOptions? options = null) =>
        CallActivityAsync<object>(name, input, options);

    public virtual Task CallActivityAsync(TaskName name, TaskOptions options) => CallActivityAsync(name, null, options);

    public virtual Task<TResult> CallActivityAsync<TResult>(TaskName name, TaskOptions options) =>
        CallActivityAsync<TResult>(name, null, options);

    /// <exception cref="TaskFailedException">On await: the activity failed.</exception>
    public abstract Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null);

    public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken) =>
        CreateTimer(CurrentUtcDateTime.Add(delay), cancellationToken);

    /// <summary>A durable timer. An orchestration ends only when its timers have fired or are cancelled.</summary>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>Waits for an event; names are compared without regard to case, and events that came early are kept.</summary>
    public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);

    /// <exception cref="TaskCanceledException">On await: the time ran out.</exception>
    public Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout) =>
        WaitForExternalEvent<T>(eventName, timeout, CancellationToken.None);

    /// <exception cref="TaskCanceledException">On await: the time ran out or the wait was cancelled.</exception>
    public async Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var timerCancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var eventCancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timer = CreateTimer(timeout, timerCancellation.Token);
        var received = WaitForExternalEvent<T>(eventName, eventCancellation.Token);
        var first = await Task.WhenAny(timer, received);
        var loser = first == received ? timerCancellation : eventCancellation;
#pragma warning disable CA1849, MA0042, VSTHRD103 // CancelAsync would leave the orchestrator's thread.
        loser.Cancel();
#pragma warning restore CA1849, MA0042, VSTHRD103
        return await received;
    }

    public abstract void SendEvent(string instanceId, string eventName, object payload);

    public abstract void SetCustomStatus(object? customStatus);

    /// <exception cref="TaskFailedException">On await: the child failed.</exception>
    public abstract Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null);

    public virtual Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync<TResult>(orchestratorName, null, options);

    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync(orchestratorName, null, options);

    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        CallSubOrchestratorAsync<object>(orchestratorName, input, options);

    /// <summary>When this run returns, starts over with an empty history under the same instance id.</summary>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    public virtual void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.NewVersion is not null)
        {
            throw new NotSupportedException("This context cannot continue with another version.");
        }

        ContinueAsNew(options.NewInput, options.PreserveUnprocessedEvents);
    }

    /// <summary>A UUID that is the same on every replay.</summary>
    public abstract Guid NewGuid();

    /// <summary>A logger that is silent while history is repeated.</summary>
    public virtual ILogger CreateReplaySafeLogger(string categoryName) => ReplaySafeLoggerFactory.CreateLogger(categoryName);

    public virtual ILogger CreateReplaySafeLogger(Type type) => ReplaySafeLoggerFactory.CreateLogger(type);

    public virtual ILogger CreateReplaySafeLogger<T>() => ReplaySafeLoggerFactory.CreateLogger<T>();

    public virtual int CompareVersionTo(string version) => TaskOrchestrationVersioningUtils.CompareVersions(Version, version);
}
