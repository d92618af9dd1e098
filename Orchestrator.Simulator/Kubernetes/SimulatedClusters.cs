using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Simulator.Kubernetes.Api;
using Orchestrator.Simulator.Kubernetes.Controllers;
using Orchestrator.Simulator.Kubernetes.Hosting;
using Orchestrator.Simulator.Kubernetes.Objects;
using Orchestrator.Simulator.Machines;
using Orchestrator.Simulator.Machines.Kubeadm;

namespace Orchestrator.Simulator.Kubernetes;

/// <summary>All simulated clusters, and which of them a host name leads to.</summary>
public sealed class SimulatedClusters
{
    private const string Evicted = "node-pods-evicted";
    private const string Judge = "judge-loss";
    private readonly SimulationGate _gate;
    private readonly Agenda _agenda;
    private readonly IFrontendDirectory _frontends;
    private readonly Randomness _randomness;
    private readonly MachineOptions _options;
    private readonly MachineRecords _records;
    private readonly Dictionary<string, SimulatedCluster> _clusters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _machines = new(StringComparer.Ordinal);

    internal SimulatedClusters(
        SimulationGate gate, Agenda agenda, IFrontendDirectory frontends, TimeProvider time, WorkDispatcher dispatcher, Randomness randomness, MachineOptions options, MachineRecords records)
    {
        (_gate, _agenda, _frontends, Time, Dispatcher, _randomness, _options, _records) = (gate, agenda, frontends, time, dispatcher, randomness, options, records);
        agenda.Handle(ClusterControllers.Reconcile, id => Find(id)?.Controllers.Run());
        agenda.Handle(PodLifecycle.PodReady, subject => WithPod(subject, static (cluster, pod) => cluster.Controllers.Pods.BecomeReady(pod)));
        agenda.Handle(PodLifecycle.PodEnd, subject => WithPod(subject, static (cluster, pod) => cluster.Controllers.Pods.GraceOver(pod)));
        agenda.Handle(Evicted, subject => WithPod(subject, EvictFromLostNode));
        agenda.Handle(Judge, OnJudge);
        Managed = new ManagedControlPlanes(this, gate);
    }

    internal ManagedControlPlanes Managed { get; }

    /// <summary>Call inside the gate.</summary>
    internal IEnumerable<SimulatedCluster> Present => _clusters.Values;

    internal TimeProvider Time { get; }

    internal WorkDispatcher Dispatcher { get; }

    /// <summary>The clusters that exist now.</summary>
    public IReadOnlyList<SimulatedCluster> All => _gate.Read(() => _clusters.Values.OrderBy(static cluster => cluster.Name, StringComparer.Ordinal).ToList());

    /// <summary>The cluster whose API a client reaches under a host name now; null when the connection would be refused.</summary>
    public SimulatedCluster? Route(string host) => Route(host, subnetId: null);

    /// <summary>
    /// The Kubernetes API of every cluster by request host, in process and without TLS: the certificate and the token are checked as the API server would.
    /// Refused connections throw <see cref="HttpRequestException"/>. Exec sessions work through <see cref="System.Net.WebSockets.ClientWebSocket"/> on this handler.
    /// </summary>
    public HttpMessageHandler CreateHandler(X509Certificate2? clientCertificate, string? bearerToken) => new KubernetesHandler(this, clientCertificate, bearerToken);

    internal void Recover(IEnumerable<MachineState> machines)
    {
        foreach (var (_, json) in _gate.Store.Load(SimulatedCluster.Table))
        {
            Open(JsonSerializer.Deserialize<ClusterState>(json)!);
        }

        foreach (var machine in machines.Where(machine => machine is { Running: true, Phase: MachinePhase.Joined } && Find(machine.ClusterId!) is not null))
        {
            Track(machine.ClusterId!, machine.Definition.ResourceId);
            if (machine.IsKubeletRunning)
            {
                Find(machine.ClusterId!)!.KubeletStarted(machine.NodeName!);
            }
        }
    }

    /// <summary>Call outside the gate. With a subnet, addresses of control-plane machines in the same network lead there too.</summary>
    internal SimulatedCluster? Route(string host, string? subnetId)
    {
        var candidates = _gate.Read(() => _clusters.Values
            .OrderByDescending(cluster => string.Equals(cluster.State.EndpointHost, host, StringComparison.OrdinalIgnoreCase))
            .Select(cluster => (Cluster: cluster, IsManaged: cluster.State.Managed is { Running: true } managed && managed.HostNames.Contains(host, StringComparer.OrdinalIgnoreCase), Servers: cluster.State.AllowsAnonymous ? cluster.State.ApiServers.ToList() : []))
            .ToList());
        foreach (var (cluster, isManaged, servers) in candidates)
        {
            if (isManaged || servers.Exists(server => server.BackendPoolIds.Exists(pool => Leads(host, pool)) || (subnetId is not null && server.PrivateIPAddress == host && NetworkOf(server.SubnetId) == NetworkOf(subnetId))))
            {
                return cluster;
            }
        }

        return null;
    }

    /// <summary>Call outside the gate. True when the host leads to the machine's own backend pools, or is its own address.</summary>
    internal bool LeadsTo(string host, MachineDefinition machine) =>
        host.Length == 0 || host == machine.PrivateIPAddress || machine.LoadBalancerBackendPoolIds.Any(pool => Leads(host, pool));

    internal SimulatedCluster? Find(string id) => _clusters.GetValueOrDefault(id);

    internal SimulatedCluster? WithAuthority(string certificatePem) => Find(IdOf(certificatePem));

    internal SimulatedCluster Form(KubeadmRun run, ControlPlaneKeys keys)
    {
        var configuration = run.ClusterConfiguration;
        var host = configuration.EndpointHost.Length > 0 ? configuration.EndpointHost : run.Machine.PrivateIPAddress;
        var cluster = Open(new ClusterState(
            IdOf(keys.CaCertificate), configuration.ClusterName ?? host.Split('.')[0], Time.GetUtcNow(), keys.CaCertificate, keys.CaKey, keys.ServiceAccountPublicKey, host,
            [.. configuration.CertificateNames, run.Registration.Name, run.Machine.PrivateIPAddress], configuration.AllowsAnonymous));
        return cluster;
    }

    internal void AddMachine(SimulatedCluster cluster, MachineDefinition machine, KubeadmRun run, KubernetesVersion version)
    {
        var name = run.Registration.Name;
        var member = cluster.NewMember(name, $"https://{machine.PrivateIPAddress}:2380", $"https://{machine.PrivateIPAddress}:2379", isLearner: false);
        cluster.Change(cluster.State with
        {
            Members = cluster.State.Members.Add(member),
            ControlPlane = cluster.State.ControlPlane.Add(new ControlPlaneMachine(
                machine.ResourceId, name, machine.PrivateIPAddress, machine.SubnetId, [.. machine.LoadBalancerBackendPoolIds], version.ToString(), member.Id, Running: true)),
        });
    }

    internal void Admitted(SimulatedCluster cluster, string resourceId) => Track(cluster.State.Id, resourceId);

    internal void Remove(SimulatedCluster cluster)
    {
        cluster.Drop();
        _clusters.Remove(cluster.State.Id);
        _machines.Remove(cluster.State.Id);
    }

    internal void MachineGone(MachineState machine)
    {
        if (Find(machine.ClusterId!) is not { } cluster)
        {
            return;
        }

        cluster.KubeletStopped(machine.NodeName!);
        _machines.GetValueOrDefault(cluster.State.Id)?.Remove(machine.Definition.ResourceId);
        if (cluster.State.ControlPlane.Find(candidate => candidate.ResourceId == machine.Definition.ResourceId && candidate.Running) is { } gone)
        {
            ControlPlaneGone(cluster, gone);
        }

        if (cluster.State.Managed is null && _machines.GetValueOrDefault(cluster.State.Id) is not { Count: > 0 })
        {
            Remove(cluster);
        }
    }

    internal void NodeReady(string clusterId, string nodeName)
    {
        if (Find(clusterId) is { } cluster && Node(cluster, nodeName) is { } node && NetworkPlugin.IsInstalledOn(cluster, nodeName))
        {
            NodeObjects.SetReady(cluster, node);
        }
    }

    internal void NodeSilent(string clusterId, string nodeName)
    {
        if (Find(clusterId) is { } cluster && Node(cluster, nodeName) is { } node)
        {
            NodeObjects.SetUnknown(cluster, node);
            cluster.Controllers.Pods.NodeLost(nodeName);
            _agenda.Add(Evicted, $"{clusterId}|{nodeName}", TimeSpan.FromSeconds(300) * _options.LatencyFactor);
        }
    }

    internal void NodeGone(string clusterId, string nodeName)
    {
        if (Find(clusterId) is { } cluster)
        {
            cluster.Objects.Remove(ObjectKey.Of(ResourceTypes.Nodes, "", nodeName));
        }
    }

    private static StoredObject? Node(SimulatedCluster cluster, string nodeName) => cluster.Objects.Get(ObjectKey.Of(ResourceTypes.Nodes, "", nodeName));

    internal static string IdOf(string certificatePem)
    {
        using var certificate = X509Certificate2.CreateFromPem(certificatePem);
        return Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()))[..20];
    }

    private static string NetworkOf(string subnetId) => subnetId.Split("/subnets/", StringSplitOptions.None)[0].ToLowerInvariant();

    internal SimulatedCluster Open(ClusterState state)
    {
        var cluster = new SimulatedCluster(state, _gate, _agenda, Time, _randomness, _options);
        cluster.Objects.Changed += change =>
        {
            if (change.After.Key is { Group: "", Plural: "nodes" })
            {
                _records.NodeChanged(cluster.Name, change);
            }
        };
        _clusters[state.Id] = cluster;
        cluster.Change(state);
        return cluster;
    }

    private void Track(string clusterId, string resourceId)
    {
        if (!_machines.TryGetValue(clusterId, out var machines))
        {
            _machines[clusterId] = machines = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        }

        machines.Add(resourceId);
    }

    private bool Leads(string host, string pool) => _frontends.HostNamesOf(pool).Contains(host, StringComparer.OrdinalIgnoreCase);

    private void ControlPlaneGone(SimulatedCluster cluster, ControlPlaneMachine gone)
    {
        var isMember = cluster.State.Members.Exists(member => member.Id == gone.EtcdMemberId);
        var hadQuorum = cluster.State.HasQuorum;
        cluster.Change(cluster.State with
        {
            ControlPlane = isMember ? cluster.State.ControlPlane.Replace(gone, gone with { Running = false }) : cluster.State.ControlPlane.Remove(gone),
        });
        if (isMember)
        {
            Suspect(cluster, new MachineViolation(Time.GetUtcNow(), MachineViolationKind.MemberLost, gone.ResourceId, $"{gone.NodeName} went away while it was a member of {cluster.Name}'s etcd"));
        }

        if (hadQuorum && !cluster.State.HasQuorum)
        {
            Suspect(cluster, new MachineViolation(Time.GetUtcNow(), MachineViolationKind.QuorumLost, gone.ResourceId,
                $"{cluster.Name}'s etcd has {cluster.State.HealthyMembers} living members of {cluster.State.Members.Count}"));
        }
    }

    /// <summary>Losing members is a violation only if the cluster outlives it: whoever deletes a whole cluster need not care for its etcd.</summary>
    private void Suspect(SimulatedCluster cluster, MachineViolation violation) =>
        _agenda.Add(Judge, $"{cluster.State.Id}|{JsonSerializer.Serialize(violation)}", TimeSpan.FromSeconds(300) * _options.LatencyFactor);

    private void OnJudge(string subject)
    {
        var separator = subject.IndexOf('|');
        if (Find(subject[..separator]) is not null)
        {
            _records.Violated(JsonSerializer.Deserialize<MachineViolation>(subject[(separator + 1)..])!);
        }
    }

    private void WithPod(string subject, Action<SimulatedCluster, string> action)
    {
        var separator = subject.IndexOf('|');
        if (Find(subject[..separator]) is { } cluster)
        {
            action(cluster, subject[(separator + 1)..]);
        }
    }

    /// <summary>Five minutes after a node fell silent its pods are deleted; nobody is there to end them.</summary>
    private static void EvictFromLostNode(SimulatedCluster cluster, string nodeName)
    {
        if (cluster.IsKubeletRunning(nodeName))
        {
            return;
        }

        foreach (var pod in cluster.Objects.List(ResourceTypes.Pods).Where(pod => PodLifecycle.NodeOf(pod) == nodeName && Owners.ControllerOf(pod)?["kind"]?.ToString() is not ("DaemonSet" or "Node")))
        {
            cluster.Controllers.Pods.Delete(pod, graceSeconds: null);
        }
    }
}
