using System.Text.Json.Nodes;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Tests.Bootstrap;

/// <summary>The cluster of CAPZ's machine-pool template, as the reader would give it.</summary>
internal static class SampleCluster
{
    public const string Pool = "c1-mp-0";
    private const string Identity = "/subscriptions/s1/resourceGroups/capz-ci/providers/Microsoft.ManagedIdentity/userAssignedIdentities/cloud-provider-user-identity";

    public static IReadOnlyDictionary<string, string> Facts { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { [FactNames.ClientId(Identity)] = "11111111-1111-1111-1111-111111111111" };

    public static ClusterSpec Create(string version = "v1.30.2", int replicas = 3) => new()
    {
        Key = new ClusterKey("default", "c1"),
        SubscriptionId = "s1",
        Location = "westeurope",
        ResourceGroup = "c1",
        Identity = new IdentitySpec { Name = "identity", Namespace = "default", Type = IdentityType.WorkloadIdentity, TenantId = "t1", ClientId = "22222222-2222-2222-2222-222222222222" },
        Network = Network(),
        ClusterNetwork = new ClusterNetworkSpec { PodCidrBlocks = ["192.168.0.0/16"], ControlPlaneHost = "c1-1a2b3c.westeurope.cloudapp.azure.com" },
        ControlPlane = new ControlPlaneSpec
        {
            Name = "c1-control-plane",
            Replicas = replicas,
            Version = version,
            Machine = Machine() with { Identity = MachineIdentityType.UserAssigned, UserAssignedIdentities = [Identity] },
            Kubeadm = ControlPlaneKubeadm(),
        },
        MachinePools = [new MachinePoolSpec { Name = Pool, Replicas = 2, Version = version, Machine = Machine(), Kubeadm = WorkerKubeadm() }],
    };

    public static ClusterSpec WithControlPlane(this ClusterSpec spec, Func<KubeadmSpec, KubeadmSpec> change) =>
        spec with { ControlPlane = spec.ControlPlane with { Kubeadm = change(spec.ControlPlane.Kubeadm) } };

    public static ClusterSpec WithPool(this ClusterSpec spec, Func<MachinePoolSpec, MachinePoolSpec> change) =>
        spec with { MachinePools = [.. spec.MachinePools.Select(change)] };

    private static NetworkSpec Network() => new()
    {
        VirtualNetwork = new VirtualNetworkSpec { Name = "c1-vnet", ResourceGroup = "c1", CidrBlocks = ["10.0.0.0/8"] },
        Subnets =
        [
            new SubnetSpec { Name = "control-plane-subnet", Role = SubnetRole.ControlPlane, CidrBlocks = ["10.0.0.0/16"], SecurityGroup = new SecurityGroupSpec { Name = "c1-controlplane-nsg" } },
            new SubnetSpec { Name = "node-subnet", Role = SubnetRole.Node, CidrBlocks = ["10.1.0.0/16"], SecurityGroup = new SecurityGroupSpec { Name = "c1-node-nsg" }, RouteTable = "c1-node-routetable" },
        ],
        ApiServerLoadBalancer = new LoadBalancerSpec { Name = "c1-public-lb", Type = LoadBalancerType.Public, Frontends = [], BackendPoolName = "c1-public-lb-backendPool" },
    };

    private static MachineSpec Machine() => new()
    {
        VmSize = "Standard_D2s_v3",
        Image = new ImageSpec { Gallery = new GalleryImageSpec("gallery", "image", "1.30.2") },
        OsDisk = new OsDiskSpec { DiskSizeGB = 128 },
    };

    private static KubeadmSpec ControlPlaneKubeadm() => new()
    {
        ClusterConfiguration = Parse("""
            {
              "apiServer": { "extraArgs": { "service-account-issuer": "https://kubernetes.default.svc.cluster.local" }, "timeoutForControlPlane": "20m" },
              "controllerManager": { "extraArgs": { "allocate-node-cidrs": "false", "cloud-provider": "external", "cluster-name": "c1" } },
              "etcd": { "local": { "dataDir": "/var/lib/etcddisk/etcd", "extraArgs": { "quota-backend-bytes": "8589934592" } } }
            }
            """),
        InitConfiguration = Registration(),
        JoinConfiguration = Registration(),
        Files = [AzureJson("c1-control-plane-azure-json", "control-plane-azure.json")],
        DiskSetup = Parse("""
            {
              "filesystems": [
                { "device": "/dev/disk/azure/scsi1/lun0", "extraOpts": ["-E", "lazy_itable_init=1,lazy_journal_init=1"], "filesystem": "ext4", "label": "etcd_disk" },
                { "device": "ephemeral0.1", "filesystem": "ext4", "label": "ephemeral0", "replaceFS": "ntfs" }
              ],
              "partitions": [{ "device": "/dev/disk/azure/scsi1/lun0", "layout": true, "overwrite": false, "tableType": "gpt" }]
            }
            """),
        Mounts = [["LABEL=etcd_disk", "/var/lib/etcddisk"]],
        Verbosity = 10,
    };

    private static KubeadmSpec WorkerKubeadm() => new()
    {
        JoinConfiguration = Registration(),
        Files = [AzureJson("c1-mp-0-azure-json", "worker-node-azure.json")],
    };

    private static JsonObject Registration() => Parse("""
        { "nodeRegistration": { "kubeletExtraArgs": { "cloud-provider": "external" }, "name": "{{ ds.meta_data[\"local_hostname\"] }}" } }
        """);

    private static BootstrapFileSpec AzureJson(string secret, string key) =>
        new() { Path = "/etc/kubernetes/azure.json", Owner = "root:root", Permissions = "0644", SecretName = secret, SecretKey = key };

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
