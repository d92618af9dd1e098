using Orchestrator.Embedded.Engine.History;

namespace Orchestrator.Embedded.Engine.Replay;

/// <summary>
/// The decisions that the code takes, numbered in order, and their answers. While history is replayed each recorded decision must meet the one
/// that the code takes at the same number; what is left at the end is new.
/// </summary>
internal sealed class DecisionLog
{
    private readonly Dictionary<int, OpenTask> _open = [];
    private List<HistoryEvent> _unrecorded = [];
    private List<int> _cancelledTimers = [];
    private int _matched;

    public bool HasOpenTasks => _open.Count > 0;

    /// <summary>The number of the next decision.</summary>
    public int NextId { get; private set; }

    /// <summary>When decisions are taken that are new.</summary>
    public DateTimeOffset Now { get; set; }

    /// <summary>Takes the next number for a decision that nothing answers.</summary>
    public int Add(HistoryEvent decision)
    {
        _unrecorded.Add(decision.EventId == NextId && decision.Timestamp == Now ? decision : decision with { EventId = NextId, Timestamp = Now });
        return NextId++;
    }

    /// <summary>Takes the next number for a decision; the task ends with its answer.</summary>
    public (int Id, Task<string?> Answer) Open(HistoryEvent decision)
    {
        var id = Add(decision);
        var open = new OpenTask(decision.Name);
        _open.Add(id, open);
        return (id, open.Task);
    }

    /// <summary>Checks a decision of the history against the code's.</summary>
    /// <exception cref="NonDeterministicOrchestrationException">The code took another decision, or none, at that number.</exception>
    public void Match(HistoryEvent recorded)
    {
        // They come in the order in which they were taken, so this is the first, as a rule.
        var index = _unrecorded.FindIndex(_matched, decision => decision.EventId == recorded.EventId);
        NonDeterminism.Check(recorded, index < 0 ? null : _unrecorded[index]);
        if (index == _matched)
        {
            _matched++;
        }
        else
        {
            _unrecorded.RemoveAt(index);
        }
    }

    /// <summary>Answers a decision; a second answer is ignored.</summary>
    public void Complete(int id, string? result)
    {
        if (_open.Remove(id, out var task))
        {
            task.TrySetResult(result);
        }
    }

    /// <summary>Answers a decision with a failure; a second answer is ignored.</summary>
    public void Fail(int id, Func<string, int, Exception> failure)
    {
        if (_open.Remove(id, out var task))
        {
            task.TrySetException(failure(task.Name!, id));
        }
    }

    public void CancelTimer(int id, CancellationToken cancellation)
    {
        if (_open.Remove(id, out var task))
        {
            _cancelledTimers.Add(id);
            task.TrySetCanceled(cancellation);
        }
    }

    /// <summary>The new decisions, in order of their numbers, and the timers that were cancelled since the last call.</summary>
    public (List<HistoryEvent> Decisions, List<int> CancelledTimers) Take()
    {
        _unrecorded.RemoveRange(0, _matched);
        _matched = 0;
        var (decisions, cancelled) = (_unrecorded, _cancelledTimers);
        _unrecorded = [];
        _cancelledTimers = cancelled.Count == 0 ? cancelled : [];
        return (decisions, cancelled);
    }
}
