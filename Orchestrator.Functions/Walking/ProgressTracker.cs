using Microsoft.DurableTask;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Functions.Walking;

/// <summary>Keeps the orchestration's custom status: how far each step is. Times are the orchestration's own, so replay rebuilds it exactly.</summary>
internal sealed class ProgressTracker(TaskOrchestrationContext context)
{
    /// <summary>Finished steps of machines that are kept in the status; a custom status holds 16 KiB.</summary>
    private const int FinishedMachinesShown = 20;

    private readonly Dictionary<string, StepProgress> _progress = new(StringComparer.Ordinal);
    private readonly Queue<string> _finishedMachines = [];
    private readonly Dictionary<string, StepProgress> _forgotten = new(StringComparer.Ordinal);
    private int _recorded;
    private readonly Dictionary<string, ApprovalStatus> _approvals = new(StringComparer.Ordinal);
    private string? _phase;
    private OrchestratorError? _error;

    public int Generation { get; set; }

    /// <summary>What the custom status says now.</summary>
    public OperationProgress Snapshot => new()
    {
        Generation = Generation,
        Phase = _phase,
        Progress = new Dictionary<string, StepProgress>(_progress, StringComparer.Ordinal),
        StepsRecorded = _recorded,
        Approvals = _approvals.Count == 0 ? null : [.. _approvals.Values.OrderBy(static a => a.Step, StringComparer.Ordinal)],
        Error = _error,
    };

    public bool IsDone(string key) => _progress.GetValueOrDefault(key)?.State == StepState.Done;

    /// <summary>Goes on where an earlier history of the same orchestration was.</summary>
    public void Restore(OperationProgress earlier)
    {
        _recorded = earlier.StepsRecorded;
        foreach (var (key, progress) in earlier.Progress)
        {
            _progress[key] = progress;
            if (progress is { State: StepState.Done, DependsOn: not null })
            {
                _finishedMachines.Enqueue(key);
            }
        }
    }

    public void Phase(string phase)
    {
        if (!string.Equals(_phase, phase, StringComparison.Ordinal))
        {
            _phase = phase;
            Publish();
        }
    }

    /// <summary>Begins a step; <paramref name="dynamic"/> ones are not in the stored plan and carry their own edges.</summary>
    public void Start(GraphStep step, bool dynamic) => Set(step.Key, new StepProgress
    {
        Verb = dynamic ? step.Verb : null,
        DependsOn = dynamic ? step.DependsOn : null,
        State = StepState.Running,
        StartedAt = Now,
    });

    public void Detail(string key, string? detail)
    {
        if (_progress.TryGetValue(key, out var progress) && (progress.State != StepState.Running || progress.Detail != detail))
        {
            Set(key, progress with { State = StepState.Running, Detail = detail, Error = null });
        }
    }

    public void Approval(ApprovalStatus approval)
    {
        _approvals[approval.Step] = approval;
        Publish();
    }

    public void Retry(string key, OrchestratorError error) =>
        Set(key, _progress[key] with { State = StepState.Retrying, Error = error, Detail = error.Message });

    public void Finish(string key, string? detail)
    {
        Set(key, _progress[key] with { State = StepState.Done, FinishedAt = Now, Detail = detail, Error = null });
        if (_progress[key].DependsOn is not null)
        {
            ForgetOldMachines(key);
        }
    }

    public void Fail(string key, OrchestratorError error) =>
        Set(key, _progress[key] with { State = StepState.Failed, FinishedAt = Now, Error = error, Detail = error.Message });

    public void Fail(OrchestratorError error)
    {
        _error = error;
        Publish();
    }

    private DateTimeOffset Now => new(context.CurrentUtcDateTime, TimeSpan.Zero);

    private void Set(string key, StepProgress progress)
    {
        _progress[key] = progress;
        Publish();
    }

    /// <summary>How many finished steps wait to be recorded: they are not in the status any more.</summary>
    public int Forgotten => _forgotten.Count;

    /// <summary>The steps that wait to be recorded, and how many were before them. They are the caller's from now on.</summary>
    public (int First, IReadOnlyDictionary<string, StepProgress> Steps) TakeForgotten()
    {
        var taken = (_recorded, new Dictionary<string, StepProgress>(_forgotten, StringComparer.Ordinal));
        _recorded += _forgotten.Count;
        _forgotten.Clear();
        Publish();
        return taken;
    }

    private void ForgetOldMachines(string key)
    {
        _finishedMachines.Enqueue(key);
        if (_finishedMachines.Count > FinishedMachinesShown && _finishedMachines.Dequeue() is var oldest && _progress.Remove(oldest, out var finished))
        {
            _forgotten[oldest] = finished;
        }
    }

    private void Publish() => context.SetCustomStatus(Snapshot);
}
