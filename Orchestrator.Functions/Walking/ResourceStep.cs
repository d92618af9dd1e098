using Microsoft.DurableTask;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Functions.Walking;

/// <summary>
/// Carries out one step on one ARM resource: start it, sleep until Azure's event or Retry-After, look again. The event is a hint and GET the truth:
/// a lost, late, doubled or reordered event costs time, never correctness.
/// </summary>
internal sealed class ResourceStep(OperationScope scope, GraphStep step)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(60);
    private static readonly TimeSpan DefaultDelay = TimeSpan.FromSeconds(15);
    private readonly RetryBudget _retries = new();
    private Task<ResourceChanged>? _changed;

    public MachineRole? Role { get; init; }

    public int? Capacity { get; init; }

    /// <summary>Null when the resource is as wanted; the error that stands otherwise.</summary>
    public async Task<OrchestratorError?> RunAsync()
    {
        var givenUpAt = scope.Context.CurrentUtcDateTime + Patience;
        var verb = step.Verb;
        string? detail = null;
        while (true)
        {
            var outcome = await CallAsync(verb);
            detail = outcome.Detail is "created" or "updated" or "deleted" ? outcome.Detail : detail ?? outcome.Detail;
            if (IsReached(outcome.State))
            {
                Remember(outcome.Facts);
                scope.Progress.Finish(step.Key, detail);
                return null;
            }

            if (outcome.Error is { } error && outcome.State == ResourceState.Failed)
            {
                if (_retries.Next(error) is not { } delay)
                {
                    return error;
                }

                scope.Progress.Retry(step.Key, error);
                await scope.DelayUnlessStoppedAsync(delay);
                if (scope.MustStop)
                {
                    // Nothing is under way in Azure: a safe point.
                    return null;
                }

                verb = step.Verb;
            }
            else if (scope.Context.CurrentUtcDateTime >= givenUpAt)
            {
                return ErrorCatalog.AzureTimeout.With($"Azure has worked on {step.Key} for more than {Patience.TotalMinutes} minutes.", step.ResourceId);
            }
            else if (outcome.State == ResourceState.InProgress)
            {
                scope.Progress.Detail(step.Key, detail);
                await WaitAsync(outcome.RetryAfterSeconds);
                verb = StepVerb.Observe;
            }
            else
            {
                // Gone while we made it, or still there after its deletion ended: begin again, but not without pause.
                await scope.DelayAsync(DefaultDelay);
                verb = step.Verb;
            }
        }
    }

    private bool IsReached(ResourceState state) => step.Verb == StepVerb.Delete ? state == ResourceState.Absent : state == ResourceState.Ready;

    private Task<ResourceOutcome> CallAsync(StepVerb verb) => scope.CallAsync<ResourceOutcome>($"{verb}{step.Kind}", new ResourceRequest
    {
        Cluster = scope.Cluster,
        OperationId = scope.OperationId,
        Generation = scope.Generation,
        Step = step,
        Facts = scope.Facts,
        Role = Role,
        Capacity = Capacity,
    });

    /// <summary>The loser of the race is kept for the next round (event) or cancelled (timer): an open timer would keep the orchestration running.</summary>
    private async Task WaitAsync(int? retryAfterSeconds)
    {
        var delay = retryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(Math.Max(1, seconds)) : DefaultDelay;
        if (step.ResourceId is null)
        {
            await scope.DelayAsync(delay);
            return;
        }

        _changed ??= scope.Context.WaitForExternalEvent<ResourceChanged>(ResourceChanged.EventName(step.ResourceId));
        using var stop = new CancellationTokenSource();
        var timer = scope.Context.CreateTimer(delay, stop.Token);
        if (await Task.WhenAny(_changed, timer) == _changed)
        {
            // Not CancelAsync: it hops to the thread pool, which an orchestration must never do.
            stop.Cancel();
            _changed = null;
        }
    }

    private void Remember(IReadOnlyDictionary<string, string>? facts)
    {
        foreach (var (name, value) in facts ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            scope.Facts[name] = value;
        }
    }
}
