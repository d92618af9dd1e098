using System.Globalization;
using System.Text.Json;
using Orchestrator.Simulator.Kubernetes;
using Orchestrator.Simulator.Kubernetes.Objects;
using Orchestrator.Simulator.Storage;

namespace Orchestrator.Simulator.Machines;

/// <summary>What is remembered for whoever judges a run: violations and the journal of nodes. Used inside the gate.</summary>
internal sealed class MachineRecords
{
    private const string ViolationTable = "machine-violations";
    private const string JournalTable = "node-journal";
    private readonly ISimulatorStore _store;
    private readonly TimeProvider _time;

    public MachineRecords(ISimulatorStore store, TimeProvider time)
    {
        (_store, _time) = (store, time);
        Violations = [.. store.Load(ViolationTable).Select(static row => JsonSerializer.Deserialize<MachineViolation>(row.Json)!)];
        Journal = [.. store.Load(JournalTable).Select(static row => JsonSerializer.Deserialize<NodeTransition>(row.Json)!)];
    }

    public List<MachineViolation> Violations { get; }

    public List<NodeTransition> Journal { get; }

    public void Violated(MachineViolation violation)
    {
        _store.Put(ViolationTable, Sequence(Violations.Count), JsonSerializer.Serialize(violation));
        Violations.Add(violation);
    }

    public void Violated(MachineViolationKind kind, string resourceId, string message) => Violated(new MachineViolation(_time.GetUtcNow(), kind, resourceId, message));

    public void NodeChanged(string cluster, ObjectChange change)
    {
        var after = Of(cluster, change.After, exists: !change.IsRemoval);
        if (change.Before is null || change.IsRemoval || Of(cluster, change.Before, exists: true) with { At = after.At } != after)
        {
            _store.Put(JournalTable, Sequence(Journal.Count), JsonSerializer.Serialize(after));
            Journal.Add(after);
        }
    }

    private NodeTransition Of(string cluster, StoredObject item, bool exists)
    {
        var node = SimulatedNode.From(item.Value);
        return new NodeTransition(_time.GetUtcNow(), cluster, node.Name, node.IsControlPlane, exists, exists && node.Ready, exists && node.Unschedulable, node.KubeletVersion);
    }

    private static string Sequence(int number) => number.ToString("d9", CultureInfo.InvariantCulture);
}
