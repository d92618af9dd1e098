using Orchestrator.Embedded.Engine.History;

namespace Orchestrator.Embedded.Storage;

/// <summary>What the journal says of one instance and the tables do not hold yet.</summary>
internal sealed class PendingInstance
{
    private readonly Dictionary<int, OpenWork> _opened = [];
    private readonly HashSet<int> _closed = [];

    /// <summary>The newest record; null if it did not change, or there is none any more.</summary>
    public InstanceRecord? Record { get; private set; }

    /// <summary>The instance's rows in the tables are void.</summary>
    public bool IsReplaced { get; private set; }

    /// <summary>The instance's stored messages are void.</summary>
    public bool IsPurged { get; private set; }

    /// <summary>The instance does not exist any more; what is still said of it is void.</summary>
    public bool IsGone => IsReplaced && Record is null;

    /// <summary>Events to append to the history.</summary>
    public List<HistoryEvent> Events { get; private set; } = [];

    /// <summary>The number of the last step of <see cref="Events"/>.</summary>
    public int LastStep { get; private set; }

    /// <summary>Work that is open and not in the tables.</summary>
    public IReadOnlyCollection<OpenWork> Opened => _opened.Values;

    /// <summary>Work that may be in the tables and is not open any more.</summary>
    public IReadOnlyCollection<int> Closed => _closed;

    public void Purge()
    {
        IsPurged = true;
        Forget(null);
    }

    public void Create(InstanceRecord record) => Forget(record);

    public void Update(InstanceRecord record)
    {
        if (!IsGone)
        {
            Record = record;
        }
    }

    public void Append(HistoryStep step)
    {
        if (!IsGone)
        {
            Events.AddRange(step.Events);
            LastStep = step.Step;
        }
    }

    public void Open(OpenWork work)
    {
        if (!IsGone)
        {
            _opened[work.Event.EventId!.Value] = work;
        }
    }

    public void Close(int eventId)
    {
        if (!_opened.Remove(eventId))
        {
            _closed.Add(eventId);
        }
    }

    private void Forget(InstanceRecord? record)
    {
        IsReplaced = true;
        Record = record;
        Events = [];
        _opened.Clear();
        _closed.Clear();
    }
}
