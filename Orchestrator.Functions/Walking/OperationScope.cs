using Microsoft.DurableTask;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Functions.Walking;

/// <summary>What everything inside one orchestration shares.</summary>
internal sealed class OperationScope(TaskOrchestrationContext context, ClusterKey cluster, string operationId, IReadOnlyDictionary<string, string>? facts = null)
{
    /// <summary>Survives a host that loses an activity; Azure's and Kubernetes' troubles come back as data and are not retried here.</summary>
    private static readonly TaskOptions Retried = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 4, firstRetryInterval: TimeSpan.FromSeconds(5), backoffCoefficient: 3));

    private readonly Task<string> _specChanged = context.WaitForExternalEvent<string>(SpecChangedEvent);
    private bool _stopped;

    /// <summary>What <see cref="SpecChangedEvent"/> says when nothing newer is wanted, only an end.</summary>
    public const string Cancel = "cancel";

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

    public ProgressTracker Progress { get; } = new(context);

    /// <summary>True once something newer waits: no new step starts, and what runs comes to its end.</summary>
    public bool MustStop => _stopped || _specChanged.IsCompleted;

    /// <summary>The stop was asked for, and nothing newer waits.</summary>
    public bool IsCanceled => _specChanged is { IsCompletedSuccessfully: true, Result: Cancel };

    /// <summary>Something inside has stopped for what is newer, even if the news has not come here.</summary>
    public void Stop() => _stopped = true;

    public Task<T> CallAsync<T>(string activity, object input) => Context.CallActivityAsync<T>(activity, input, Retried);

    /// <summary>A durable timer; nothing else may delay an orchestration.</summary>
    public Task DelayAsync(TimeSpan delay) => Context.CreateTimer(delay, CancellationToken.None);

    /// <summary>A delay that ends early when the operation must stop.</summary>
    public async Task DelayUnlessStoppedAsync(TimeSpan delay)
    {
        if (MustStop)
        {
            return;
        }

        using var stop = new CancellationTokenSource();
        if (await Task.WhenAny(_specChanged, Context.CreateTimer(delay, stop.Token)) == _specChanged)
        {
            // Not CancelAsync: it hops to the thread pool, which an orchestration must never do.
            stop.Cancel();
        }
    }
}
