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
    private readonly List<(GraphStep Step, Task<OrchestratorError?> Task)> _asking = [];
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _abandoned = new();
    private TaskCompletionSource _early = new();
    private OrchestratorError? _error;

    /// <summary>How one step is carried out. Calling the second argument lets dependents start before the step itself ends.</summary>
    public required Func<GraphStep, Action, Task<OrchestratorError?>> Run { get; init; }

    /// <summary>
    /// What a step waits for before it takes its turn, such as somebody's consent; null: nothing. It is given up when <see cref="Abandoned"/> ends: after an error
    /// nobody's consent starts anything any more.
    /// </summary>
    public Func<GraphStep, Task<OrchestratorError?>?>? Ahead { get; init; }

    /// <summary>Ends with the first error, unless errors stop nothing.</summary>
    public Task Abandoned => _abandoned.Task;

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
            if (_running.Count + _asking.Count == 0)
            {
                return _error ?? Unreachable();
            }

            await Task.WhenAny([.. _running.Select(static r => (Task)r.Task), .. _asking.Select(static a => (Task)a.Task), _early.Task]);
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
            if (Asks(step))
            {
                continue;
            }

            // Checked again: an earlier step of this round may have taken the lock.
            if (step.LockGroup is null || _locks.Add(step.LockGroup))
            {
                _waiting.Remove(step);
                if (!_asked.Contains(step.Key))
                {
                    scope.Progress.Start(step, dynamic);
                }

                _running.Add((step, GuardAsync(step, () => Run(step, () => Release(step.Key)))));
            }
        }
    }

    /// <summary>True while the step waits for what comes before its turn.</summary>
    private bool Asks(GraphStep step)
    {
        if (Ahead is not null && !_asked.Contains(step.Key) && Ahead(step) is { } asking)
        {
            _asked.Add(step.Key);
            _asking.Add((step, GuardAsync(step, () => asking)));
        }

        return _asking.Exists(a => a.Step == step);
    }

    /// <summary>What escapes an activity after its retries is a defect of ours or of the host; it ends the walk as data like everything else.</summary>
    private static async Task<OrchestratorError?> GuardAsync(GraphStep step, Func<Task<OrchestratorError?>> run)
    {
        try
        {
            return await run();
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
        foreach (var (step, task) in _asking.Where(static a => a.Task.IsCompleted).ToList())
        {
            _asking.Remove((step, task));
            if (await task is { } refused)
            {
                _waiting.Remove(step);
                Fail(step, refused);
            }
        }

        foreach (var (step, task) in _running.Where(static r => r.Task.IsCompleted).ToList())
        {
            _running.Remove((step, task));
            if (step.LockGroup is not null)
            {
                _locks.Remove(step.LockGroup);
            }

            if (await task is { } error)
            {
                Fail(step, error);
                if (!GoOn)
                {
                    continue;
                }
            }

            _released.Add(step.Key);
        }
    }

    private void Fail(GraphStep step, OrchestratorError error)
    {
        scope.Progress.Fail(step.Key, error);
        Failures[step.ResourceId ?? step.Key] = error;
        _error ??= error;
        if (!GoOn)
        {
            _abandoned.TrySetResult();
        }
    }

    private OrchestratorError? Unreachable() => _waiting.Count == 0 || scope.MustStop
        ? null
        : ErrorCatalog.Unexpected.With($"The graph has a cycle through {string.Join(", ", _waiting.Select(static s => s.Key))}.");
}
