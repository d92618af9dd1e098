using System.Text.Json;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Simulator.Kubernetes;
using Orchestrator.Simulator.Machines.Kubeadm;
using Orchestrator.Simulator.Storage;

namespace Orchestrator.Simulator.Machines;

/// <summary>
/// Machines that boot, do what their user data says as far as it decides whether they join a cluster, and stop when Azure deletes them.
/// Everything is kept in the store: after a restart boots, joins and grace periods go on where they were due.
/// </summary>
public sealed class SimulatedMachines : IMachineLifecycle, IDisposable
{
    private const string Table = "machines";
    private const string Boot = "machine-boot";
    private const string NodeReady = "node-ready";
    private const string NodeSilent = "node-silent";
    private const string NodeGone = "node-gone";
    private readonly SimulationGate _gate;
    private readonly TimeProvider _time;
    private readonly Randomness _randomness;
    private readonly MachineOptions _options;
    private readonly Agenda _agenda;
    private readonly Dictionary<string, MachineState> _machines = new(StringComparer.OrdinalIgnoreCase);
    private readonly KubeadmJoin _kubeadm;
    private readonly ManagedNodes _managed;
    private readonly MachineRecords _records;

    /// <summary>Takes up what <paramref name="store"/> holds.</summary>
    public SimulatedMachines(
        ISimulatorStore store, IFrontendDirectory frontends, TimeProvider time, WorkDispatcher dispatcher, Randomness randomness, MachineOptions options)
    {
        (_time, _randomness, _options) = (time, randomness, options);
        _gate = new SimulationGate(store);
        _agenda = new Agenda(_gate, time, dispatcher);
        _records = new MachineRecords(store, time);
        Clusters = new SimulatedClusters(_gate, _agenda, frontends, time, dispatcher, randomness, options, _records);
        Kubelets = new SimulatedKubelets(this, _gate);
        _kubeadm = new KubeadmJoin(this, Clusters, _agenda);
        _managed = new ManagedNodes(this, Clusters, _agenda);
        _agenda.Handle(Boot, OnBoot);
        _agenda.Handle(ManagedNodes.Draining, _managed.EvictOnce);
        _agenda.HandlePrepared(KubeadmJoin.Discover, _kubeadm.PrepareDiscover);
        _agenda.HandlePrepared(KubeadmJoin.Finish, _kubeadm.PrepareFinish);
        _agenda.Handle(NodeReady, OnNodeReady);
        _agenda.Handle(NodeSilent, OnNodeSilent);
        _agenda.Handle(NodeGone, OnNodeGone);
        Recover();
    }

    /// <summary>The clusters whose control planes run on these machines.</summary>
    public SimulatedClusters Clusters { get; }

    /// <summary>The kubelets of machines that run, for whoever disturbs them.</summary>
    public SimulatedKubelets Kubelets { get; }

    /// <summary>What was done to machines that would have hurt a real cluster, in the order in which it was noticed.</summary>
    public IReadOnlyList<MachineViolation> Violations => _gate.Read(() => _records.Violations.ToList());

    /// <summary>Every change of what counts about nodes, of all clusters that ever were, oldest first.</summary>
    public IReadOnlyList<NodeTransition> NodeJournal => _gate.Read(() => _records.Journal.ToList());

    internal MachineOptions Options => _options;

    internal TimeProvider Time => _time;

    internal MachineRecords Records => _records;

    public void Start(MachineDefinition machine) => _gate.Write(() =>
    {
        if (_machines.TryGetValue(machine.ResourceId, out var existing) && existing.Running)
        {
            return;
        }

        Supersede(existing);
        Put(new MachineState(machine, _time.GetUtcNow()));
        Log(machine.ResourceId, $"booting {machine.ComputerName} from {machine.ImageReference}");
        _agenda.Add(Boot, Id(machine.ResourceId), Between(20, 35));
    });

    public void Delete(string resourceId) => _gate.Write(() =>
    {
        if (!_machines.TryGetValue(resourceId, out var machine) || !machine.Running)
        {
            return;
        }

        foreach (var kind in (string[])[Boot, KubeadmJoin.Discover, KubeadmJoin.Finish, NodeReady, ManagedNodes.Draining])
        {
            _agenda.Cancel(kind, Id(resourceId));
        }

        if (machine.Phase != MachinePhase.Joined)
        {
            Forget(resourceId);
            return;
        }

        Put(machine with { Running = false });

        // A managed service takes the node out of the API together with the machine; elsewhere the cloud provider must notice first.
        var isManaged = machine.Definition.Node is not null;
        _agenda.Add(NodeSilent, Id(resourceId), Scaled(isManaged ? 1 : 40));
        _agenda.Add(NodeGone, Id(resourceId), Scaled(isManaged ? 2 : 60));
        Clusters.MachineGone(machine);
    });

    public void Apply(ManagedControlPlane controlPlane) => Clusters.Managed.Apply(controlPlane);

    public void DeleteControlPlane(string clusterId) => Clusters.Managed.Delete(clusterId);

    public void Drain(string resourceId) => _gate.Write(() => _managed.Drain(resourceId));

    public void Uncordon(string resourceId) => _gate.Write(() => _managed.Uncordon(resourceId));

    public NodeCondition? NodeOf(string resourceId) => _gate.Read(() => _managed.ConditionOf(resourceId));

    public DrainProgress? DrainOf(string resourceId) => _gate.Read(() => _managed.ProgressOf(resourceId));

    /// <summary>What happened on a machine since it was started, one line per step; empty for an unknown machine.</summary>
    public IReadOnlyList<string> BootLog(string resourceId) => _gate.Read(() => _machines.TryGetValue(resourceId, out var machine) ? (IReadOnlyList<string>)machine.Log : []);

    /// <summary>How far a machine has come; null when it does not run.</summary>
    public MachinePhase? PhaseOf(string resourceId) => _gate.Read(() => Find(resourceId)?.Phase);

    public void Dispose() => _agenda.Dispose();

    internal MachineState? Find(string resourceId) => _machines.TryGetValue(resourceId, out var machine) && machine.Running ? machine : null;

    internal MachineState? FindForAgenda(string subject) => _gate.Read(() => Find(subject));

    internal void Put(MachineState machine)
    {
        _machines[machine.Definition.ResourceId] = machine;
        _gate.Store.Put(Table, Id(machine.Definition.ResourceId), JsonSerializer.Serialize(machine));
    }

    internal void Log(string resourceId, string line)
    {
        var machine = _machines[resourceId];
        Put(machine with { Log = machine.Log.Add($"{_time.GetUtcNow():HH:mm:ss} {line}") });
    }

    internal void Fail(string resourceId, string reason)
    {
        Put(_machines[resourceId] with { Phase = MachinePhase.Failed });
        Log(resourceId, reason);
    }

    /// <summary>The kubelet has registered; it becomes ready a little later.</summary>
    internal void Joined(MachineState machine, SimulatedCluster cluster, string nodeName)
    {
        Put(machine with { Phase = MachinePhase.Joined, ClusterId = cluster.State.Id, NodeName = nodeName });
        Log(machine.Definition.ResourceId, $"this node has joined the cluster {cluster.Name} as {nodeName}");
        cluster.KubeletStarted(nodeName);
        Clusters.Admitted(cluster, machine.Definition.ResourceId);
        _agenda.Add(NodeReady, Id(machine.Definition.ResourceId), Between(8, 12));
    }

    internal TimeSpan Between(double lowSeconds, double highSeconds) => Scaled(lowSeconds + ((highSeconds - lowSeconds) * _randomness.NextDouble()));

    internal TimeSpan Scaled(double seconds) => TimeSpan.FromSeconds(seconds) * _options.LatencyFactor;

    internal static string Id(string resourceId) => resourceId.ToLowerInvariant();

    private void Recover()
    {
        _gate.Write(() =>
        {
            foreach (var (_, json) in _gate.Store.Load(Table))
            {
                var machine = JsonSerializer.Deserialize<MachineState>(json)!;
                _machines[machine.Definition.ResourceId] = machine;
            }

            Clusters.Recover(_machines.Values);
        });
        _agenda.Recover();
    }

    private void OnBoot(string subject)
    {
        if (Find(subject) is not { } machine)
        {
            return;
        }

        if (machine.Definition.Node is { } node)
        {
            _managed.Join(machine, node);
            return;
        }

        try
        {
            if (KubeadmRun.From(machine.Definition) is not { } run)
            {
                Put(machine with { Phase = MachinePhase.Idle });
                Log(subject, "cloud-init: finished; the user data runs no kubeadm");
                return;
            }

            Log(subject, $"cloud-init: running kubeadm {(run.IsInit ? "init" : "join")} --config {run.Command.Configuration.Path}");
            _kubeadm.Begin(Find(subject)!, run);
        }
        catch (BootFailure failure)
        {
            Fail(subject, failure.Message);
        }
        catch (Exception problem) when (problem is FormatException or InvalidOperationException or InvalidCastException or ArgumentException)
        {
            // User data of a shape that neither cloud-init nor kubeadm would take.
            Fail(subject, $"cloud-init: the user data cannot be used: {problem.Message}");
        }
    }

    /// <summary>A machine that comes back under the id of one that just went away takes over its place: the old kubelet is known to be silent.</summary>
    private void Supersede(MachineState? before)
    {
        if (before is { ClusterId: { } clusterId, NodeName: { } nodeName })
        {
            var subject = Id(before.Definition.ResourceId);
            _agenda.Cancel(NodeSilent, subject);
            _agenda.Cancel(NodeGone, subject);
            if (!IsReplaced(before))
            {
                Clusters.NodeSilent(clusterId, nodeName);
            }
        }
    }

    private void OnNodeReady(string subject)
    {
        if (Find(subject) is { ClusterId: { } clusterId, NodeName: { } nodeName })
        {
            Clusters.NodeReady(clusterId, nodeName);
        }
    }

    private void OnNodeSilent(string subject)
    {
        if (_machines.TryGetValue(subject, out var machine) && !machine.Running && !IsReplaced(machine))
        {
            Clusters.NodeSilent(machine.ClusterId!, machine.NodeName!);
        }
    }

    private void OnNodeGone(string subject)
    {
        if (!_machines.TryGetValue(subject, out var machine) || machine.Running)
        {
            return;
        }

        if (_options.CloudProviderRemovesNodes && !IsReplaced(machine))
        {
            Clusters.NodeGone(machine.ClusterId!, machine.NodeName!);
        }

        Forget(subject);
    }

    /// <summary>True when another machine has taken the node's name by now.</summary>
    private bool IsReplaced(MachineState machine) =>
        _machines.Values.Any(other => other != machine && other.IsKubeletRunning && other.ClusterId == machine.ClusterId && other.NodeName == machine.NodeName);

    private void Forget(string resourceId)
    {
        _machines.Remove(resourceId);
        _gate.Store.Delete(Table, Id(resourceId));
    }
}
