using Orchestrator.Embedded.Engine.History;

namespace Orchestrator.Embedded.Engine.Replay;

/// <summary>
/// The decisions that the code takes, numbered in order, and their answers. While history is replayed each recorded decision must meet the one
/// that the code takes at the same number; what is left at the end is new.
/// </summary>
internal sealed class DecisionLog
{
    private readonly SortedDictionary<int, HistoryEvent> _unrecorded = [];
    private readonly Dictionary<int, OpenTask> _open = [];
    private readonly List<int> _cancelledTimers = [];
    private int _nextId;

    public bool HasOpenTasks => _open.Count > 0;

    /// <summary>Takes the next number for a decision that nothing answers.</summary>
    public int Add(HistoryEvent decision)
    {
        var id = _nextId++;
        _unrecorded.Add(id, decision with { EventId = id });
        return id;
    }

    /// <summary>Takes the next number for a decision; the task ends with its answer.</summary>
    public (int Id, Task<string?> Answer) Open(HistoryEvent decision)
    {
        var id = Add(decision);
        var completion = new TaskCompletionSource<string?>();
        _open.Add(id, new OpenTask(decision.Name, completion));
        return (id, completion.Task);
    }

    /// <summary>Checks a decision of the history against the code's.</summary>
    /// <exception cref="NonDeterministicOrchestrationException">The code took another decision, or none, at that number.</exception>
    public void Match(HistoryEvent recorded)
    {
        var id = recorded.EventId!.Value;
        NonDeterminism.Check(recorded, _unrecorded.GetValueOrDefault(id));
        _unrecorded.Remove(id);
    }

    /// <summary>Answers a decision; a second answer is ignored.</summary>
    public void Complete(int id, string? result)
    {
        if (_open.Remove(id, out var task))
        {
            task.Completion.TrySetResult(result);
        }
    }

    /// <summary>Answers a decision with a failure; a second answer is ignored.</summary>
    public void Fail(int id, Func<OpenTask, Exception> failure)
    {
        if (_open.Remove(id, out var task))
        {
            task.Completion.TrySetException(failure(task));
        }
    }

    public void CancelTimer(int id, CancellationToken cancellation)
    {
        if (_open.Remove(id, out var task))
        {
            _cancelledTimers.Add(id);
            task.Completion.TrySetCanceled(cancellation);
        }
    }

    /// <summary>The new decisions, in order of their numbers, and the timers that were cancelled since the last call.</summary>
    public (List<HistoryEvent> Decisions, List<int> CancelledTimers) Take()
    {
        List<HistoryEvent> decisions = [.. _unrecorded.Values];
        List<int> cancelled = [.. _cancelledTimers];
        _unrecorded.Clear();
        _cancelledTimers.Clear();
        return (decisions, cancelled);
    }
}
