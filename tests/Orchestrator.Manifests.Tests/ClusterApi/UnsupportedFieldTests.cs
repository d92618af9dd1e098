namespace Orchestrator.Manifests.Tests.ClusterApi;

/// <summary>Fields that CAPI and CAPZ know and we do not carry out yet: never ignored, never called unknown.</summary>
public sealed class UnsupportedFieldTests
{
    [Theory]
    [InlineData("extendedLocation: {name: n, type: EdgeZone}")]
    [InlineData("failureDomains: {'1': {controlPlane: true}}")]
    [InlineData("controlPlaneEnabled: false")]
    [InlineData("cloudProviderConfigOverrides: {backOffs: {}}")]
    public void AzureCluster_WithOne_IsRefused(string field) => Refused(Manifest.Capz(azureCluster: field));

    [Theory]
    [InlineData("apiServerLB: {id: /subscriptions/x}")]
    [InlineData("subnets: [{role: node, id: /subscriptions/x}]")]
    [InlineData("subnets: [{role: node, securityGroup: {tags: {a: b}}}]")]
    public void Network_WithOne_IsRefused(string field) => Refused(Manifest.Capz(network: field));

    [Theory]
    [InlineData("allocatePublicIP: true")]
    [InlineData("providerID: azure:///x")]
    [InlineData("osDisk: {osType: Windows}")]
    public void MachineTemplate_WithOne_IsRefused(string field) =>
        Refused(Manifest.Capz(machine: field).Replace("osDisk: {osType: Linux}, osDisk", "osDisk", StringComparison.Ordinal));

    [Theory]
    [InlineData("rolloutAfter: '2030-01-01T00:00:00Z'")]
    [InlineData("rolloutBefore: {certificatesExpiryDays: 21}")]
    [InlineData("remediationStrategy: {maxRetry: 1}")]
    [InlineData("rolloutStrategy: {rollingUpdate: {maxSurge: 0}}")]
    public void KubeadmControlPlane_WithOne_IsRefused(string field) => Refused(Manifest.Capz(controlPlane: field));

    [Theory]
    [InlineData("format: ignition")]
    [InlineData("ignition: {containerLinuxConfig: {strict: true}}")]
    [InlineData("clusterConfiguration: {etcd: {external: {endpoints: [x]}}}")]
    [InlineData("joinConfiguration: {discovery: {file: {kubeConfigPath: /x}}}")]
    [InlineData("initConfiguration: {bootstrapTokens: [{token: x}]}")]
    [InlineData("users: [{name: u, passwdFrom: {secret: {name: n, key: k}}}]")]
    public void KubeadmConfig_WithOne_IsRefused(string field) => Refused(Manifest.Capz(kubeadm: field));

    [Theory]
    [InlineData("allowedNamespaces: {}, certPath: /x")]
    public void Identity_WithOne_IsRefused(string field) => Refused(Manifest.Capz(identity: field));

    [Theory]
    [InlineData("paused: false")]
    [InlineData("controlPlaneEndpoint: {host: '', port: 0}")]
    public void Field_ThatAsksForNothing_IsTaken(string field) => Reading.Cluster(Reading.Read(
        Manifest.Capz().Replace("  clusterNetwork: {  }", $"  {field}", StringComparison.Ordinal)));

    [Theory]
    [InlineData("clusterConfiguration: {networking: {}, dns: {}, apiServer: {certSANs: [a], extraVolumes: [{name: a, hostPath: /a, mountPath: /a, readOnly: true}]}, featureGates: {A: true}}")]
    [InlineData("joinConfiguration: {discovery: {}, nodeRegistration: {taints: [], ignorePreflightErrors: [all]}}, ntp: {enabled: true, servers: [a]}, users: [{name: u, sudo: ALL}]")]
    [InlineData("files: [{path: /a, content: 'x: y', owner: root, permissions: '0600', encoding: base64, append: true}], mounts: [[a, b]], preKubeadmCommands: [x], verbosity: 2")]
    public void KubeadmConfig_ThatCapiKnows_PassesThrough(string kubeadm) => Reading.Cluster(Reading.Read(Manifest.Capz(kubeadm: kubeadm)));

    [Theory]
    [InlineData("MachineDeployment", "cluster.x-k8s.io/v1beta1", "ORC0114")]
    [InlineData("RKE2ControlPlane", "infrastructure.cluster.x-k8s.io/v1beta1", "ORC0114")]
    [InlineData("Cluster", "cluster.x-k8s.io/v1beta2", "ORC0102")]
    [InlineData("Clusters", "cluster.x-k8s.io/v1beta1", "ORC0102")]
    [InlineData("ConfigMap", "v1", "ORC0102")]
    public void Kind_ThatIsNotRead_IsRefused(string kind, string apiVersion, string code) =>
        Assert.Equal(code, Assert.Single(Reading.Read($"apiVersion: {apiVersion}\nkind: {kind}\nmetadata: {{name: x}}\nspec: {{}}\n").Diagnostics).Code);

    private static void Refused(string text)
    {
        var result = Reading.Read(text);
        Assert.Equal(["ORC0114"], result.Diagnostics.Select(d => d.Code).Distinct());
    }
}
