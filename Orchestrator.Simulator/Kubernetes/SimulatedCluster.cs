using System.Globalization;
using System.Text.Json;
using Orchestrator.Determinism.Chance;
using Orchestrator.Simulator.Kubernetes.Api;
using Orchestrator.Simulator.Kubernetes.Controllers;
using Orchestrator.Simulator.Kubernetes.Etcd;
using Orchestrator.Simulator.Kubernetes.Objects;
using Orchestrator.Simulator.Machines;

namespace Orchestrator.Simulator.Kubernetes;

/// <summary>One simulated Kubernetes cluster: its control plane, etcd, objects and controllers.</summary>
public sealed class SimulatedCluster
{
    internal const string Table = "kubernetes-clusters";
    private readonly SimulationGate _gate;
    private readonly Randomness _randomness;
    private readonly Etcdctl _etcdctl;
    private readonly HashSet<WatchSession> _watches = [];
    private readonly HashSet<string> _kubelets = new(StringComparer.Ordinal);

    internal SimulatedCluster(ClusterState state, SimulationGate gate, Agenda agenda, TimeProvider time, Randomness randomness, MachineOptions options)
    {
        (State, _gate, Time, _randomness, Options) = (state, gate, time, randomness, options);
        Objects = new ObjectStore(state.Id, gate.Store, time, randomness);
        Controllers = new ClusterControllers(this, agenda);
        Api = new KubernetesApi(this);
        _etcdctl = new Etcdctl(this);
    }

    /// <summary>The cluster's name as its kubeadm configuration gives it, or else the first label of its endpoint.</summary>
    public string Name => State.Name;

    /// <summary>The host that kubeconfigs of this cluster name.</summary>
    public string EndpointHost => State.EndpointHost;

    /// <summary>The certificate of the cluster's CA, PEM.</summary>
    public string CertificateAuthority => State.CaCertificate;

    internal ClusterState State { get; private set; }

    internal ObjectStore Objects { get; }

    internal ClusterControllers Controllers { get; }

    internal KubernetesApi Api { get; }

    internal TimeProvider Time { get; }

    internal Randomness Randomness => _randomness;

    internal MachineOptions Options { get; }

    internal SimulationGate Gate => _gate;

    /// <summary>The nodes that the API lists now, by name.</summary>
    public IReadOnlyList<SimulatedNode> Nodes => _gate.Read(() => Objects.List(ResourceTypes.Nodes).Select(static node => SimulatedNode.From(node.Value)).ToList());

    /// <summary>Runs etcdctl in the etcd pod of a control-plane node. <paramref name="arguments"/> may start with the word etcdctl.</summary>
    public EtcdctlResult Etcdctl(string nodeName, IReadOnlyList<string> arguments) => _gate.Write(() =>
        _etcdctl.Run(nodeName, arguments is ["etcdctl", ..] ? arguments : ["etcdctl", .. arguments]));

    internal EtcdctlResult Exec(string nodeName, IReadOnlyList<string> command) => _gate.Write(() => _etcdctl.Run(nodeName, command));

    internal string? EtcdRefusesNewMember() => _etcdctl.RefusesNewMember();

    internal bool HasStableEndpoint() => !State.ControlPlane.Exists(machine => machine.PrivateIPAddress == State.EndpointHost);

    internal bool IsKubeletRunning(string nodeName) => _kubelets.Contains(nodeName);

    internal void KubeletStarted(string nodeName) => _kubelets.Add(nodeName);

    internal void KubeletStopped(string nodeName) => _kubelets.Remove(nodeName);

    internal EtcdMember NewMember(string name, string peerUrl, string clientUrl, bool isLearner)
    {
        Span<byte> id = stackalloc byte[8];
        _randomness.Fill(id);
        return new EtcdMember(Convert.ToHexStringLower(id), name, peerUrl, clientUrl, isLearner);
    }

    /// <summary>Call inside the gate. Elects a leader when the present one is no healthy member.</summary>
    internal void Change(ClusterState state)
    {
        if (state is { Managed: null, HasQuorum: true } && !state.Members.Exists(member => member.Id == state.LeaderId && state.IsHealthy(member)))
        {
            state = state with { LeaderId = state.Members.First(member => state.IsHealthy(member) && !member.IsLearner).Id };
        }

        State = state;
        _gate.Store.Put(Table, state.Id, JsonSerializer.Serialize(state));
        Controllers.MarkDirty();
        if (!state.HasQuorum || !state.HasApiServer)
        {
            EndWatches();
        }
    }

    internal void WatchStarted(WatchSession session) => _watches.Add(session);

    internal void WatchEnded(WatchSession session) => _watches.Remove(session);

    internal void EndWatches()
    {
        foreach (var session in _watches.ToList())
        {
            session.Dispose();
        }
    }

    internal void Drop()
    {
        EndWatches();
        _gate.Store.Delete(Table, State.Id);
        Objects.Drop();
        Controllers.Dispose();
    }

    internal KubernetesVersion OldestApiServer() => ApiServerVersions().Min();

    internal KubernetesVersion NewestApiServer() => ApiServerVersions().Max();

    private IEnumerable<KubernetesVersion> ApiServerVersions() =>
        (State.Managed is { } managed ? [managed.Version] : State.ApiServers.Select(static machine => machine.Version)).Select(static version => KubernetesVersion.TryParse(version)!.Value).DefaultIfEmpty();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} ({EndpointHost}), {State.Members.Count} etcd members");
}
