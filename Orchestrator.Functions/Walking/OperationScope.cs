using Microsoft.DurableTask;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Functions.Walking;

/// <summary>What everything inside one orchestration shares.</summary>
internal sealed class OperationScope(TaskOrchestrationContext context, ClusterKey cluster, string operationId, IReadOnlyDictionary<string, string>? facts = null)
{
    /// <summary>Survives a host that loses an activity; Azure's and Kubernetes' troubles come back as data and are not retried here.</summary>
    private static readonly TaskOptions Retried = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 4, firstRetryInterval: TimeSpan.FromSeconds(5), backoffCoefficient: 3));

    private readonly Task<string> _specChanged = context.WaitForExternalEvent<string>(SpecChangedEvent);
    private readonly Dictionary<string, Task<ResourceChanged>> _changes = new(StringComparer.Ordinal);
    private bool _stopped;
    private int _unstoppable;

    /// <summary>Where Azure's events come, looks between them are only for those that are lost.</summary>
    private static readonly TimeSpan LookDespiteEvents = TimeSpan.FromMinutes(1);

    /// <summary>What <see cref="SpecChangedEvent"/> says when nothing newer is wanted, only an end.</summary>
    public const string Cancel = "cancel";

    /// <summary>Raised when rollouts are paused or resumed: a hint, the cluster's document says which.</summary>
    public const string SteeredEvent = "Steered";

    /// <summary>Raised when a step was approved: a hint, the cluster's document says so.</summary>
    public static string ApprovedEvent(string step) => $"Approved:{step}";

    /// <summary>Raised when a newer spec, or deletion, was accepted while the operation runs, or when it shall stop.</summary>
    public const string SpecChangedEvent = "SpecChanged";

    public TaskOrchestrationContext Context { get; } = context;

    public ClusterKey Cluster { get; } = cluster;

    public string OperationId { get; } = operationId;

    /// <summary>The generation that is carried out; 0 until the plan names it.</summary>
    public int Generation
    {
        get => Progress.Generation;
        init => Progress.Generation = value;
    }

    public Dictionary<string, string> Facts { get; } = facts is null ? new(StringComparer.Ordinal) : new(facts, StringComparer.Ordinal);

    /// <summary>When the operation, or its newest plan, began; null in what began before anybody asked.</summary>
    public DateTimeOffset? StartedAt { get; init; } = new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero);

    /// <summary>How long steps may take; the usual limits until the plan or the group's description tells the spec's.</summary>
    public StepTimeouts Timeouts { get; set; } = new();

    public ProgressTracker Progress { get; } = new(context);

    /// <summary>True once something newer waits: no new step starts, and what runs comes to its end.</summary>
    public bool MustStop => _unstoppable == 0 && IsStopAsked;

    /// <summary>A drain may end here, because its machine is still what it was.</summary>
    public bool MustStopDrain => StopsInDrain && MustStop;

    /// <summary>See <see cref="MachineGroupRequest.StopsInDrain"/>.</summary>
    public bool StopsInDrain { get; set; }

    private bool IsStopAsked => _stopped || _specChanged.IsCompleted;

    /// <summary>The stop was asked for, and nothing newer waits.</summary>
    public bool IsCanceled => _specChanged is { IsCompletedSuccessfully: true, Result: Cancel };

    /// <summary>Something inside has stopped for what is newer, even if the news has not come here.</summary>
    public void Stop() => _stopped = true;

    /// <summary>What must not be left half done: a stop waits for its end.</summary>
    public async Task<T> ToTheEndAsync<T>(Func<Task<T>> action)
    {
        _unstoppable++;
        try
        {
            return await action();
        }
        finally
        {
            _unstoppable--;
        }
    }

    public Task<T> CallAsync<T>(string activity, object input) => Context.CallActivityAsync<T>(activity, input, Retried);

    /// <summary>A durable timer; nothing else may delay an orchestration.</summary>
    public Task DelayAsync(TimeSpan delay) => Context.CreateTimer(delay, CancellationToken.None);

    /// <summary>An event has ended a wait, and none was missed since.</summary>
    public bool EventsArrive { get; set; }

    /// <summary>
    /// Waits until Azure announces a change of the resource, at most <paramref name="delay"/>, or longer where announcements come anyway; true when one came.
    /// The loser of the race is kept for the next wait (event) or cancelled (timer): an open timer would keep the orchestration running.
    /// </summary>
    public async Task<bool> WaitForChangeAsync(string resourceId, TimeSpan delay)
    {
        var name = ResourceChanged.EventName(resourceId);
        if (!_changes.TryGetValue(name, out var changed))
        {
            _changes[name] = changed = Context.WaitForExternalEvent<ResourceChanged>(name);
        }

        using var stop = new CancellationTokenSource();
        var timer = Context.CreateTimer(EventsArrive && delay < LookDespiteEvents ? LookDespiteEvents : delay, stop.Token);
        if (await Task.WhenAny(changed, timer) != changed)
        {
            return false;
        }

        // Not CancelAsync: it hops to the thread pool, which an orchestration must never do.
        stop.Cancel();
        _changes.Remove(name);
        EventsArrive = true;
        return true;
    }

    /// <summary>A delay that ends early when the operation must stop.</summary>
    public Task DelayUnlessStoppedAsync(TimeSpan delay) => DelayUnlessAsync(_specChanged, delay);

    /// <summary>A delay that ends early with <paramref name="hint"/>, or when the operation must stop.</summary>
    public async Task DelayUnlessAsync(Task hint, TimeSpan delay)
    {
        if (MustStop)
        {
            return;
        }

        if (IsStopAsked)
        {
            await DelayAsync(delay);
            return;
        }

        using var stop = new CancellationTokenSource();
        var timer = Context.CreateTimer(delay, stop.Token);
        if (await Task.WhenAny(_specChanged, hint, timer) != timer)
        {
            // Not CancelAsync: it hops to the thread pool, which an orchestration must never do.
            stop.Cancel();
        }
    }
}
