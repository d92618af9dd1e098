using System.Globalization;
using System.Text.Json;
using Orchestrator.Simulator.Machines;
using Orchestrator.Simulator.Storage;

namespace Orchestrator.Simulator.Arm;

/// <summary>
/// Calls to the machine side, kept until they were made: they are written with the change that causes them and made after its commit,
/// so that a crash in between repeats a call rather than losing it.
/// </summary>
internal sealed class MachineOutbox
{
    private const string Table = "machine-calls";
    private readonly Lock _gate = new();
    private readonly Lock _order = new();
    private readonly ISimulatorStore _store;
    private readonly Queue<(string Key, MachineCall Call)> _calls = new();
    private readonly List<(string Key, MachineCall Call)> _uncommitted = [];
    private long _sequence;

    public MachineOutbox(ISimulatorStore store)
    {
        _store = store;
        foreach (var (key, json) in store.Load(Table))
        {
            _calls.Enqueue((key, JsonSerializer.Deserialize<MachineCall>(json)!));
            _sequence = long.Parse(key, CultureInfo.InvariantCulture);
        }
    }

    public void Start(MachineDefinition machine) => Add(new MachineCall(MachineCallKind.Start, machine.ResourceId, machine));

    public void Delete(string resourceId) => Add(new MachineCall(MachineCallKind.Delete, resourceId));

    public void Apply(ManagedControlPlane controlPlane) => Add(new MachineCall(MachineCallKind.Apply, controlPlane.ResourceId, ControlPlane: controlPlane));

    public void DeleteControlPlane(string clusterId) => Add(new MachineCall(MachineCallKind.DeleteControlPlane, clusterId));

    public void Drain(string resourceId) => Add(new MachineCall(MachineCallKind.Drain, resourceId));

    public void Uncordon(string resourceId) => Add(new MachineCall(MachineCallKind.Uncordon, resourceId));

    /// <summary>The changes that asked for the calls are in the store.</summary>
    public void Commit()
    {
        lock (_gate)
        {
            _uncommitted.ForEach(_calls.Enqueue);
            _uncommitted.Clear();
        }
    }

    public void Rollback() => _uncommitted.Clear();

    /// <summary>Makes the calls in order. Must hold no lock of the ARM side: the machine side calls back.</summary>
    public void Flush(IMachineLifecycle machines)
    {
        lock (_order)
        {
            while (Take() is { } next)
            {
                next.Call.Make(machines);
                _store.Delete(Table, next.Key);
            }
        }
    }

    private (string Key, MachineCall Call)? Take()
    {
        lock (_gate) { return _calls.TryDequeue(out var next) ? next : null; }
    }

    private void Add(MachineCall call)
    {
        var key = (++_sequence).ToString("D12", CultureInfo.InvariantCulture);
        _uncommitted.Add((key, call));
        _store.Put(Table, key, JsonSerializer.Serialize(call));
    }
}
