using Orchestrator.Embedded.Storage.Journal;

namespace Orchestrator.Embedded.Storage;

/// <summary>What a file of the journal says of one instance.</summary>
internal sealed class PendingInstance
{
    private readonly List<HistorySlice> _history = [];
    private Dictionary<int, OpenWork>? _opened;
    private HashSet<int>? _closed;

    /// <summary>The newest record; null if it did not change, or there is none any more.</summary>
    public InstanceRecord? Record { get; private set; }

    /// <summary>What is older than the file is void: record, history, open work.</summary>
    public bool IsReplaced { get; private set; }

    /// <summary>Messages that are older than the file are void.</summary>
    public bool IsPurged { get; private set; }

    /// <summary>The instance does not exist any more; what is still said of it is void.</summary>
    public bool IsGone => IsReplaced && Record is null;

    /// <summary>Steps to append to the history, in order.</summary>
    public IReadOnlyList<HistorySlice> History => _history;

    /// <summary>Work that is open since.</summary>
    public IReadOnlyCollection<OpenWork> Opened => _opened?.Values ?? (IReadOnlyCollection<OpenWork>)[];

    /// <summary>Older work that is not open any more.</summary>
    public IReadOnlyCollection<int> Closed => _closed ?? (IReadOnlyCollection<int>)[];

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

    public void Append(HistorySlice step)
    {
        if (!IsGone)
        {
            _history.Add(step);
        }
    }

    public void Open(OpenWork work)
    {
        if (!IsGone)
        {
            (_opened ??= [])[work.Event.EventId!.Value] = work;
        }
    }

    public void Close(int eventId)
    {
        if (_opened?.Remove(eventId) != true && !IsReplaced)
        {
            (_closed ??= []).Add(eventId);
        }
    }

    private void Forget(InstanceRecord? record)
    {
        IsReplaced = true;
        Record = record;
        _history.Clear();
        _opened?.Clear();
        _closed?.Clear();
    }
}
