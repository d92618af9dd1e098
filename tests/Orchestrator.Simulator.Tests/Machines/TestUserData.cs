using System.IO.Compression;
using System.Text;

namespace Orchestrator.Simulator.Tests.Machines;

/// <summary>User data as Cluster API's kubeadm bootstrapper writes it.</summary>
internal static class TestUserData
{
    public const string Token = "abcdef.0123456789abcdef";
    private const string NodeName = """'{{ ds.meta_data["local_hostname"] }}'""";

    public static string Init(TestPki pki, string endpoint, string version, string ttl = "24h", string extra = "") => CloudConfig(pki.Files, "init", $$$"""
        apiVersion: kubeadm.k8s.io/v1beta3
        kind: ClusterConfiguration
        clusterName: c1
        controlPlaneEndpoint: {{{endpoint}}}:6443
        kubernetesVersion: {{{version}}}
        networking: {podSubnet: 192.168.0.0/16, serviceSubnet: 10.96.0.0/12, dnsDomain: cluster.local}
        controllerManager: {extraArgs: {cloud-provider: external, allocate-node-cidrs: "false"}}
        etcd: {local: {dataDir: /var/lib/etcddisk/etcd}}
        {{{extra}}}
        ---
        apiVersion: kubeadm.k8s.io/v1beta3
        kind: InitConfiguration
        bootstrapTokens: [{token: {{{Token}}}, ttl: {{{ttl}}}}]
        nodeRegistration:
          kubeletExtraArgs: {cloud-provider: external}
          name: {{{NodeName}}}
        """);

    public static string Join(TestPki pki, string endpoint, bool isControlPlane, string token = Token, string? hash = null) =>
        CloudConfig(isControlPlane ? pki.Files : [], "join", $$$"""
        apiVersion: kubeadm.k8s.io/v1beta3
        kind: JoinConfiguration
        {{{(isControlPlane ? "controlPlane: {localAPIEndpoint: {bindPort: 6443}}" : "")}}}
        discovery:
          bootstrapToken:
            apiServerEndpoint: {{{endpoint}}}:6443
            caCertHashes: ["{{{hash ?? pki.Hash}}}"]
            token: {{{token}}}
        nodeRegistration:
          kubeletExtraArgs: {cloud-provider: external}
          name: {{{NodeName}}}
        """);

    public static string Encode(string text, bool zip = false)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (zip)
        {
            using var result = new MemoryStream();
            using (var gzip = new GZipStream(result, CompressionLevel.Optimal))
            {
                gzip.Write(bytes);
            }

            bytes = result.ToArray();
        }

        return Convert.ToBase64String(bytes);
    }

    private static string CloudConfig(Dictionary<string, string> files, string verb, string configuration)
    {
        var text = new StringBuilder("## template: jinja\n#cloud-config\n\nwrite_files:\n");
        foreach (var (path, content) in files)
        {
            text.Append($"-   path: {path}\n    owner: root:root\n    permissions: '0600'\n    encoding: base64\n    content: {Convert.ToBase64String(Encoding.UTF8.GetBytes(content))}\n");
        }

        text.Append("-   path: /run/kubeadm/kubeadm.yaml\n    owner: root:root\n    permissions: '0640'\n    content: |\n");
        text.Append(string.Concat(configuration.Split('\n').Select(static line => $"      {line}\n")));
        text.Append("-   path: /run/cluster-api/placeholder\n    content: \"This placeholder file is used to create the /run/cluster-api sub directory\"\n");
        text.Append("disk_setup:\n  /dev/disk/azure/scsi1/lun0: {table_type: gpt, layout: true, overwrite: false}\n");
        text.Append("fs_setup:\n  - {label: etcd_disk, filesystem: ext4, device: /dev/disk/azure/scsi1/lun0}\nmounts:\n  - [LABEL=etcd_disk, /var/lib/etcddisk]\n");
        text.Append($"runcmd:\n  - 'kubeadm {verb} --config /run/kubeadm/kubeadm.yaml -v 10 && echo success > /run/cluster-api/bootstrap-success.complete'\n");
        return text.ToString();
    }
}
