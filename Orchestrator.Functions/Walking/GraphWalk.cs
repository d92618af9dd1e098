using Microsoft.DurableTask;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Functions.Walking;

/// <summary>
/// Walks a graph by data flow: a step starts the moment its last dependency is done, steps of one lock group take turns. After an error, or when
/// something newer waits, nothing new starts and what runs comes to its end.
/// </summary>
internal sealed class GraphWalk(OperationScope scope, IReadOnlyList<GraphStep> steps, bool dynamic)
{
    private readonly HashSet<string> _known = [.. steps.Select(static s => s.Key)];
    private readonly HashSet<string> _released = new(StringComparer.Ordinal);
    private readonly HashSet<string> _locks = new(StringComparer.Ordinal);
    private readonly List<GraphStep> _waiting = [.. steps];
    private readonly List<(GraphStep Step, Task<OrchestratorError?> Task)> _running = [];
    private TaskCompletionSource _early = new();
    private OrchestratorError? _error;

    /// <summary>How one step is carried out. Calling the second argument lets dependents start before the step itself ends.</summary>
    public required Func<GraphStep, Action, Task<OrchestratorError?>> Run { get; init; }

    /// <summary>Errors stop nothing: what depends on a step that failed is tried all the same.</summary>
    public bool GoOn { get; init; }

    /// <summary>The error of every step that failed, by ARM id or, where it has none, by key.</summary>
    public Dictionary<string, OrchestratorError> Failures { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The first error that stood; null when every step is done or the walk stopped for something newer.</summary>
    public async Task<OrchestratorError?> RunAsync()
    {
        while (true)
        {
            StartReady();
            if (_running.Count == 0)
            {
                return _error ?? Unreachable();
            }

            await Task.WhenAny([.. _running.Select(static r => (Task)r.Task), _early.Task]);
            if (_early.Task.IsCompleted)
            {
                _early = new TaskCompletionSource();
            }

            await CollectAsync();
        }
    }

    private void StartReady()
    {
        if ((_error is not null && !GoOn) || scope.MustStop)
        {
            return;
        }

        foreach (var step in _waiting.Where(IsReady).ToList())
        {
            // Checked again: an earlier step of this round may have taken the lock.
            if (step.LockGroup is null || _locks.Add(step.LockGroup))
            {
                _waiting.Remove(step);
                scope.Progress.Start(step, dynamic);
                _running.Add((step, RunGuardedAsync(step)));
            }
        }
    }

    /// <summary>What escapes an activity after its retries is a defect of ours or of the host; it ends the walk as data like everything else.</summary>
    private async Task<OrchestratorError?> RunGuardedAsync(GraphStep step)
    {
        try
        {
            return await Run(step, () => Release(step.Key));
        }
        catch (TaskFailedException failure)
        {
            return ErrorCatalog.Unexpected.With($"{failure.TaskName} failed: {failure.FailureDetails.ErrorMessage}", step.ResourceId ?? step.Key);
        }
    }

    private bool IsReady(GraphStep step) => step.DependsOn.All(d => _released.Contains(d) || !_known.Contains(d));

    private void Release(string key)
    {
        _released.Add(key);
        _early.TrySetResult();
    }

    private async Task CollectAsync()
    {
        foreach (var (step, task) in _running.Where(static r => r.Task.IsCompleted).ToList())
        {
            _running.Remove((step, task));
            if (step.LockGroup is not null)
            {
                _locks.Remove(step.LockGroup);
            }

            if (await task is { } error)
            {
                scope.Progress.Fail(step.Key, error);
                Failures[step.ResourceId ?? step.Key] = error;
                _error ??= error;
                if (!GoOn)
                {
                    continue;
                }
            }

            _released.Add(step.Key);
        }
    }

    private OrchestratorError? Unreachable() => _waiting.Count == 0 || scope.MustStop
        ? null
        : ErrorCatalog.Unexpected.With($"The graph has a cycle through {string.Join(", ", _waiting.Select(static s => s.Key))}.");
}
