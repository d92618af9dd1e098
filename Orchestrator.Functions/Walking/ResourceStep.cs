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
    private static readonly TimeSpan DefaultDelay = TimeSpan.FromSeconds(15);
    private readonly RetryBudget _retries = new();
    private bool _unannounced;
    private OrchestratorError? _last;

    public MachineRole? Role { get; init; }

    public int? Capacity { get; init; }

    /// <summary>Null when the resource is as wanted; the error that stands otherwise.</summary>
    public async Task<OrchestratorError?> RunAsync()
    {
        var (limit, verb, detail) = (scope.Timeouts.Of(step.Kind), step.Verb, (string?)null);
        var givenUpAt = scope.Context.CurrentUtcDateTime + limit;
        while (true)
        {
            var outcome = await CallAsync(verb);
            detail = outcome.Detail is "created" or "updated" or "deleted" ? outcome.Detail : detail ?? outcome.Detail;
            if (outcome.State != ResourceState.InProgress && _unannounced)
            {
                // It ended and no event said so: others may be lost too.
                scope.EventsArrive = false;
            }

            if (IsReached(outcome.State))
            {
                Remember(outcome.Facts);
                scope.Progress.Finish(step.Key, detail);
                return null;
            }

            if (outcome.Error is { } error && outcome.State == ResourceState.Failed)
            {
                _last = error;
                if (_retries.Next(error) is not { } delay)
                {
                    return error;
                }

                if (scope.Context.CurrentUtcDateTime + delay > givenUpAt)
                {
                    return Late(limit, error);
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
                return Late(limit, outcome.State);
            }
            else if (outcome.State == ResourceState.InProgress)
            {
                scope.Progress.Detail(step.Key, detail);
                _unannounced = !await WaitAsync(outcome.RetryAfterSeconds);
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

    private OrchestratorError Late(TimeSpan limit, OrchestratorError last) =>
        Late(limit, $"the last try ended with {last.Code}: {last.Message}") with { AzureCode = last.AzureCode, CorrelationId = last.CorrelationId };

    /// <summary>What made Azure begin anew is what a reader has to know, such as the pods that nobody may evict.</summary>
    private OrchestratorError Late(TimeSpan limit, ResourceState state) =>
        Late(limit, $"{(state == ResourceState.InProgress ? "Azure still works on it" : $"it is {state}")}{(_last is null ? "" : $", and the try before ended with {_last.Code}: {_last.Message}")}")
            with { AzureCode = _last?.AzureCode, CorrelationId = _last?.CorrelationId };

    private OrchestratorError Late(TimeSpan limit, string state) => ErrorCatalog.AzureTimeout.With(
        $"{step.Verb} of {step.Key} took longer than {limit.TotalMinutes} minutes, which is the limit of {step.Kind}; {state}.", step.ResourceId ?? step.Key);

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

    /// <summary>True when Azure announced the change.</summary>
    private async Task<bool> WaitAsync(int? retryAfterSeconds)
    {
        var delay = retryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(Math.Max(1, seconds)) : DefaultDelay;
        if (step.ResourceId is not null)
        {
            return await scope.WaitForChangeAsync(step.ResourceId, delay);
        }

        await scope.DelayAsync(delay);
        return false;
    }

    private void Remember(IReadOnlyDictionary<string, string>? facts)
    {
        foreach (var (name, value) in facts ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            scope.Facts[name] = value;
        }
    }
}
