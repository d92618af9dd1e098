using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Kubernetes;
using Orchestrator.Simulator.Kubernetes.Api;
using Orchestrator.Simulator.Kubernetes.Objects;
using Orchestrator.Simulator.Machines.UserData;

namespace Orchestrator.Simulator.Machines.Kubeadm;

/// <summary>What decides whether a machine forms or joins a cluster. Used inside the gate.</summary>
internal sealed class ClusterFormation(SimulatedMachines machines, SimulatedClusters clusters)
{
    private const int OldestKubelet = 3;

    public void Init(MachineState machine, KubeadmRun run, SimulatedCluster? ignored)
    {
        var keys = ControlPlaneKeys.From(run.Config.Files, machines.Time.GetUtcNow());
        if (clusters.WithAuthority(keys.CaCertificate) is { } existing)
        {
            Again(machine, run, existing);
        }

        var cluster = clusters.Form(run, keys);
        clusters.AddMachine(cluster, machine.Definition, run, run.ClusterConfiguration.Version);
        new ClusterBootstrap(cluster, run).CreateObjects();
        Admit(machine, run, cluster);
    }

    /// <summary>Everything a joining machine meets, up to the moment when it would change the cluster.</summary>
    /// <exception cref="BootFailure">It cannot join; perhaps later.</exception>
    public void CheckJoin(MachineState machine, KubeadmRun run, SimulatedCluster? reached)
    {
        var discovery = JoinDiscovery.From(run.Documents.Join!, run.Config.Files);
        var cluster = reached ?? throw new BootFailure($"kubeadm: couldn't validate the identity of the API Server: dial tcp {discovery.Endpoint}: connect: connection refused", mayPass: true);
        if (!cluster.State.HasQuorum)
        {
            throw new BootFailure("kubeadm: the API server answers 503: etcd has no leader", mayPass: true);
        }

        CheckCredentials(discovery, cluster);
        var version = ClusterVersion(cluster);
        CheckSkew(run, cluster, version);
        CheckNodeName(run, cluster);
        if (run.IsControlPlane)
        {
            CheckControlPlane(run, cluster);
        }
    }

    public void Join(MachineState machine, KubeadmRun run, SimulatedCluster? reached)
    {
        CheckJoin(machine, run, reached);
        var cluster = reached!;
        if (run.IsControlPlane)
        {
            if (cluster.EtcdRefusesNewMember() is { } reason)
            {
                throw new BootFailure($"kubeadm: error creating local etcd static pod manifest file: {reason}", mayPass: true);
            }

            var keys = ControlPlaneKeys.From(run.Config.Files, machines.Time.GetUtcNow());
            if (keys.ServiceAccountPublicKey.Trim() != cluster.State.ServiceAccountPublicKey.Trim())
            {
                machines.Records.Violated(MachineViolationKind.ServiceAccountKeyMismatch, machine.Definition.ResourceId, $"{run.Registration.Name} brought another sa.pub than {cluster.Name} has");
            }

            clusters.AddMachine(cluster, machine.Definition, run, ClusterVersion(cluster));
        }

        Admit(machine, run, cluster);
    }

    private void Admit(MachineState machine, KubeadmRun run, SimulatedCluster cluster)
    {
        Kubernetes.Controllers.NodeObjects.Register(cluster, run);
        if (run.Registration.Name != machine.Definition.ComputerName.ToLowerInvariant())
        {
            machines.Records.Violated(MachineViolationKind.NodeNameMismatch, machine.Definition.ResourceId, $"the node is named {run.Registration.Name}, the machine {machine.Definition.ComputerName}");
        }

        machines.Joined(machine, cluster, run.Registration.Name);
    }

    private void Again(MachineState machine, KubeadmRun run, SimulatedCluster existing)
    {
        var isAlive = existing.State.HealthyMembers > 0;
        machines.Records.Violated(
            isAlive ? MachineViolationKind.SplitBrain : MachineViolationKind.DataLost, machine.Definition.ResourceId,
            isAlive ? $"{run.Registration.Name} ran kubeadm init although {existing.Name} already has {existing.State.HealthyMembers} etcd members"
                : $"{run.Registration.Name} initialised {existing.Name} anew after all of its etcd members were gone");
        if (isAlive)
        {
            throw new BootFailure($"kubeadm init made a second control plane for {existing.Name}: split brain; nothing of this machine reaches the first one");
        }

        clusters.Remove(existing);
    }

    private static void CheckCredentials(JoinDiscovery discovery, SimulatedCluster cluster)
    {
        using var authority = X509Certificate2.CreateFromPem(cluster.State.CaCertificate);
        var hash = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(authority.PublicKey.ExportSubjectPublicKeyInfo()));
        if (discovery is { UsesToken: true, SkipsCaVerification: false } && !discovery.CaCertHashes.Contains(hash, StringComparer.OrdinalIgnoreCase))
        {
            throw new BootFailure($"kubeadm: cluster CA found in cluster-info ConfigMap is invalid: none of the public keys \"{hash}\" are pinned");
        }

        if (discovery.CertificateAuthority is { } named && named.Trim() != cluster.State.CaCertificate.Trim())
        {
            throw new BootFailure("kubeadm: x509: certificate signed by unknown authority: the discovery file names another CA");
        }

        if (discovery.Token is { } token && BootstrapTokens.RefusesJoin(cluster, token, discovery.UsesToken) is { } reason)
        {
            throw new BootFailure($"kubeadm: {reason}", mayPass: true);
        }

        if (discovery is { Token: null, ClientCertificate: null })
        {
            throw new BootFailure("kubeadm: the discovery file carries no credentials and there is no tlsBootstrapToken");
        }
    }

    /// <summary>The version that kubeadm-config asks a joining control plane to run.</summary>
    private static KubernetesVersion ClusterVersion(SimulatedCluster cluster)
    {
        foreach (var name in (string[])["kubeadm-config", "kubelet-config"])
        {
            if (cluster.Objects.Get(ObjectKey.Of(ResourceTypes.ConfigMaps, "kube-system", name)) is null)
            {
                throw new BootFailure($"kubeadm: unable to fetch the configuration: configmaps \"{name}\" not found", mayPass: true);
            }
        }

        var map = cluster.Objects.Get(ObjectKey.Of(ResourceTypes.ConfigMaps, "kube-system", "kubeadm-config"))!;
        try
        {
            var text = map.Value["data"]?["ClusterConfiguration"]?.ToString() ?? "";
            var document = YamlDocuments.Parse(text).OfType<JsonObject>().FirstOrDefault();
            return KubernetesVersion.TryParse(document?["kubernetesVersion"]?.ToString()) ?? throw new FormatException("no kubernetesVersion");
        }
        catch (FormatException problem)
        {
            throw new BootFailure($"kubeadm: the ConfigMap kubeadm-config holds no usable ClusterConfiguration: {problem.Message}", mayPass: true);
        }
    }

    private static void CheckSkew(KubeadmRun run, SimulatedCluster cluster, KubernetesVersion version)
    {
        var apiServer = run.IsControlPlane ? version : cluster.OldestApiServer();
        if (run.Version.CompareTo(apiServer) > 0 && run.Version.Minor > apiServer.Minor)
        {
            throw new BootFailure($"kubeadm: the kubelet {run.Version} is newer than the API server {apiServer}");
        }

        if (apiServer.Minor - run.Version.Minor > OldestKubelet)
        {
            throw new BootFailure($"kubeadm: the kubelet {run.Version} is more than {OldestKubelet} minor versions older than the API server {apiServer}");
        }

        if (run.IsControlPlane && (version.Minor - cluster.OldestApiServer().Minor > 1 || run.Version.Minor - version.Minor > 1 || version.CompareTo(run.Version) > 0))
        {
            throw new BootFailure($"kubeadm {run.Version}: cannot run a control plane of version {version} beside {cluster.OldestApiServer()}");
        }
    }

    private static void CheckNodeName(KubeadmRun run, SimulatedCluster cluster)
    {
        var node = cluster.Objects.Get(ObjectKey.Of(ResourceTypes.Nodes, "", run.Registration.Name));
        if (node is not null && cluster.IsKubeletRunning(run.Registration.Name))
        {
            throw new BootFailure($"kubeadm: a Node with name \"{run.Registration.Name}\" and status \"Ready\" already exists in the cluster", mayPass: true);
        }
    }

    private void CheckControlPlane(KubeadmRun run, SimulatedCluster cluster)
    {
        var keys = ControlPlaneKeys.From(run.Config.Files, machines.Time.GetUtcNow());
        if (keys.CaCertificate.Trim() != cluster.State.CaCertificate.Trim())
        {
            throw new BootFailure("kubeadm: /etc/kubernetes/pki/ca.crt is not the CA of the cluster to join");
        }

        if (!cluster.HasStableEndpoint())
        {
            throw new BootFailure("kubeadm: unable to add a new control plane instance to a cluster that doesn't have a stable controlPlaneEndpoint address");
        }
    }
}
