using System.Text.Json.Nodes;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.ClusterApi;

namespace Orchestrator.Manifests.Native;

/// <summary>The kubeadm configuration of CAPZ's templates: external cloud provider, etcd on a disk of its own, azure.json on every machine.</summary>
internal static class KubeadmDefaults
{
    private const string InitFile = "/run/kubeadm/kubeadm.yaml";
    private const string JoinFile = "/run/kubeadm/kubeadm-join-config.yaml";

    // cloud-init replaces it with the machine's name, which is also its node's.
    private const string NodeName = """{{ ds.meta_data["local_hostname"] }}""";

    public static KubeadmSpec ControlPlane(string clusterName, string machineTemplate, string? hairpinHost) => new()
    {
        ClusterConfiguration = Parse($$"""
            {
              "apiServer": {
                "extraArgs": { "service-account-issuer": "https://kubernetes.default.svc.cluster.local" },
                "timeoutForControlPlane": "20m"
              },
              "controllerManager": {
                "extraArgs": { "allocate-node-cidrs": "false", "cloud-provider": "external", "cluster-name": {{JsonValue.Create(clusterName).ToJsonString()}} }
              },
              "etcd": { "local": { "dataDir": "/var/lib/etcddisk/etcd", "extraArgs": { "quota-backend-bytes": "8589934592" } } }
            }
            """),
        InitConfiguration = Registration(),
        JoinConfiguration = Registration(),
        Files = [AzureJson(machineTemplate, AzureJsonSecret.ControlPlaneKey)],
        DiskSetup = Parse("""
            {
              "filesystems": [
                {
                  "device": "/dev/disk/azure/scsi1/lun0",
                  "extraOpts": [ "-E", "lazy_itable_init=1,lazy_journal_init=1" ],
                  "filesystem": "ext4",
                  "label": "etcd_disk"
                },
                { "device": "ephemeral0.1", "filesystem": "ext4", "label": "ephemeral0", "replaceFS": "ntfs" }
              ],
              "partitions": [ { "device": "/dev/disk/azure/scsi1/lun0", "layout": true, "overwrite": false, "tableType": "gpt" } ]
            }
            """),
        Mounts = [["LABEL=etcd_disk", "/var/lib/etcddisk"]],
        PreKubeadmCommands = hairpinHost is null ? [] : [OwnAddress(InitFile, hairpinHost)],
        PostKubeadmCommands = hairpinHost is null ? [] : [OwnAddress(JoinFile, hairpinHost)],
        Verbosity = 10,
    };

    public static KubeadmSpec Worker(string pool) => new()
    {
        JoinConfiguration = Registration(),
        Files = [AzureJson(pool, AzureJsonSecret.WorkerKey)],
    };

    // The first machine needs it before kubeadm runs; the others reach the first one through the load balancer until they have joined.
    private static string OwnAddress(string onlyWith, string host) => $"if [ -f {onlyWith} ]; then echo '127.0.0.1   {host}' >> /etc/hosts; fi";

    private static JsonObject Registration() => new()
    {
        ["nodeRegistration"] = new JsonObject
        {
            ["kubeletExtraArgs"] = new JsonObject { ["cloud-provider"] = "external" },
            ["name"] = NodeName,
        },
    };

    private static BootstrapFileSpec AzureJson(string owner, string key) => new()
    {
        Path = "/etc/kubernetes/azure.json",
        Owner = "root:root",
        Permissions = "0644",
        SecretName = AzureJsonSecret.NameFor(owner),
        SecretKey = key,
    };

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
