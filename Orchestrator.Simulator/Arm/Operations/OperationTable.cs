using System.Globalization;
using System.Text.Json;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Storage;

namespace Orchestrator.Simulator.Arm.Operations;

/// <summary>Every operation, in memory and in the store, and the timers of those that run.</summary>
internal sealed class OperationTable : IDisposable
{
    private const string Table = "operations";
    private readonly ISimulatorStore _store;
    private readonly UndoLog _undo;
    private readonly TimeProvider _time;
    private readonly Action<string> _due;
    private readonly List<ArmOperation> _all = [];
    private readonly Dictionary<string, int> _index = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<int> _running = [];
    private readonly RunningIndex _onRecord = new();
    private readonly RunningIndex _holding = new();
    private readonly Dictionary<string, ITimer> _timers = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="due">Called on the clock's thread when an operation's time has come.</param>
    public OperationTable(ISimulatorStore store, UndoLog undo, TimeProvider time, Action<string> due)
    {
        _store = store;
        _undo = undo;
        _time = time;
        _due = due;
        foreach (var (_, json) in store.Load(Table))
        {
            Keep(JsonSerializer.Deserialize<ArmOperation>(json)!);
        }
    }

    public long NextSequence => _all.Count;

    /// <summary>In the order of acceptance.</summary>
    public IReadOnlyList<ArmOperation> All => _all;

    public IEnumerable<ArmOperation> Running => _running.Select(index => _all[index]);

    public ArmOperation? Find(string id) => _index.TryGetValue(id, out var index) ? _all[index] : null;

    public ArmOperation? RunningOn(string recordId) => _onRecord.First(recordId) is { } index ? _all[index] : null;

    public ArmOperation? Holding(string lockId) => _holding.First(lockId) is { } index ? _all[index] : null;

    /// <summary>Sets the timers of all that runs, after a restart. What fell due meanwhile ends at once.</summary>
    public void Resume()
    {
        foreach (var operation in Running.ToList())
        {
            Arm(operation);
        }
    }

    public void Put(ArmOperation operation)
    {
        var before = Find(operation.Id);
        _undo.Add(() => Undo(operation, before));
        Keep(operation);
        _store.Put(Table, operation.Sequence.ToString("D12", CultureInfo.InvariantCulture), JsonSerializer.Serialize(operation));
        Arm(operation);
    }

    public void Dispose()
    {
        foreach (var timer in _timers.Values)
        {
            timer.Dispose();
        }

        _timers.Clear();
    }

    private void Undo(ArmOperation operation, ArmOperation? before)
    {
        Disarm(operation.Id);
        if (before is not null)
        {
            Keep(before);
            Arm(before);
            return;
        }

        var index = _index[operation.Id];
        _index.Remove(operation.Id);
        NoLongerRuns(index);
        _all.RemoveAt(index);
    }

    private void Keep(ArmOperation operation)
    {
        if (_index.TryGetValue(operation.Id, out var index))
        {
            NoLongerRuns(index);
            _all[index] = operation;
        }
        else
        {
            index = _all.Count;
            _index[operation.Id] = index;
            _all.Add(operation);
        }

        if (operation.IsRunning)
        {
            _running.Add(index);
            _onRecord.Add(operation.RecordId, index);
            _holding.Add(operation.Lock, index);
        }
    }

    private void NoLongerRuns(int index)
    {
        if (_running.Remove(index))
        {
            _onRecord.Remove(_all[index].RecordId, index);
            _holding.Remove(_all[index].Lock, index);
        }
    }

    private void Arm(ArmOperation operation)
    {
        Disarm(operation.Id);
        if (operation is { IsRunning: true, Due: { } due })
        {
            var wait = due - _time.GetUtcNow();
            _timers[operation.Id] = _time.CreateTimer(id => _due((string)id!), operation.Id, wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private void Disarm(string id)
    {
        if (_timers.Remove(id, out var timer))
        {
            timer.Dispose();
        }
    }
}
