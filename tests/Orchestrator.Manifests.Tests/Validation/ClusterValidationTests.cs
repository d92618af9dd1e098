namespace Orchestrator.Manifests.Tests.Validation;

/// <summary>One row per rule: what is written wrongly, the code, and a part of what is said.</summary>
public sealed class ClusterValidationTests
{
    [Theory]
    [InlineData("subnets: [{role: node, cidr: 10.1.0.0/16}, {role: node, cidr: 10.1.4.0/24}]", "ORC0110", "10.1.4.0/24) overlaps")]
    [InlineData("subnets: [{role: node, cidr: 11.1.0.0/16}]", "ORC0110", "does not lie in the virtual network (10.0.0.0/8)")]
    [InlineData("virtualNetwork: {cidrs: [10.0.0.0/16]}", "ORC0110", "'c1-node-subnet' (10.1.0.0/16) does not lie")]
    [InlineData("virtualNetwork: {cidrs: [10.0.0.0/8, 10.1.0.0/16]}", "ORC0110", "overlaps that of the virtual network")]
    [InlineData("podCidrs: [10.1.0.0/20]", "ORC0110", "pods (10.1.0.0/20) overlaps that of the subnet 'c1-node-subnet'")]
    [InlineData("serviceCidrs: [10.0.0.0/20]", "ORC0110", "services (10.0.0.0/20) overlaps that of the subnet 'c1-controlplane-subnet'")]
    [InlineData("podCidrs: [172.16.0.0/12], serviceCidrs: [172.20.0.0/16]", "ORC0110", "pods (172.16.0.0/12) overlaps that of the services")]
    [InlineData("podCidrs: [192.168.0.0/33]", "ORC0106", "not a CIDR block")]
    [InlineData("podCidrs: ['10']", "ORC0106", "not a CIDR block")]
    [InlineData("podCidrs: [192.168.1.0/16]", "ORC0106", "bits set behind its prefix")]
    [InlineData("podCidrs: ['fd00::/48']", "ORC0114", "IPv6")]
    [InlineData("subnets: [{role: node, cidr: 10.1.0.0/30}]", "ORC0106", "too small")]
    [InlineData("subnets: [{role: node, name: a}, {role: control-plane, name: a}]", "ORC0106", "Two subnets are named 'a'")]
    [InlineData("subnets: [{role: control-plane, cidr: 10.3.0.0/16}, {role: control-plane}]", "ORC0114", "second subnet of role control-plane")]
    [InlineData("subnets: [{role: node, name: 'a b'}]", "ORC0106", "'name' cannot be \"a b\"")]
    [InlineData("subnets: [{role: control-plane, securityRules: [{name: a, protocol: Tcp, priority: 99}]}]", "ORC0106", "'priority' cannot be 99")]
    [InlineData("subnets: [{role: control-plane, securityRules: [{name: a, protocol: Tcp, priority: 4097}]}]", "ORC0106", "'priority' cannot be 4097")]
    [InlineData("subnets: [{role: node, securityRules: [{name: a, protocol: Tcp, priority: 300}, {name: b, protocol: Udp, priority: 300}]}]", "ORC0106", "both have the priority 300")]
    [InlineData("subnets: [{role: node, securityRules: [{name: a, protocol: Tcp, priority: 300, destinationPorts: http}]}]", "ORC0106", "'destinationPorts' cannot be \"http\"")]
    [InlineData("subnets: [{role: node, securityRules: [{name: a, protocol: Tcp, priority: 300, source: x, sources: [y]}]}]", "ORC0106", "either 'source' or 'sources'")]
    [InlineData("apiServerPort: 70000", "ORC0106", "'apiServerPort' cannot be 70000")]
    [InlineData("serviceDomain: Cluster_Local", "ORC0106", "'serviceDomain' cannot be")]
    public void Network_ThatCannotBe_IsRefused(string network, string code, string message) => Refused(Manifest.Native(network: network), code, message);

    [Theory]
    [InlineData("replicas: 2", "ORC0106", "an odd number")]
    [InlineData("replicas: 0", "ORC0106", "an odd number")]
    [InlineData("replicas: 11", "ORC0106", "an odd number")]
    [InlineData("osDiskSizeGB: 2049", "ORC0106", "'osDiskSizeGB' cannot be 2049")]
    [InlineData("etcdDiskSizeGB: 3", "ORC0106", "'etcdDiskSizeGB' cannot be 3")]
    [InlineData("osDiskType: Premium", "ORC0106", "\"Premium\" is not a disk type")]
    [InlineData("osDiskType: UltraSSD_LRS", "ORC0106", "ultra disk")]
    [InlineData("userAssignedIdentities: [x]", "ORC0106", "cannot be \"x\"")]
    [InlineData("spot: true", "ORC0114", "spot")]
    [InlineData("subnet: c1-node-subnet", "ORC0107", "no subnet 'c1-node-subnet' for these machines")]
    [InlineData("image: {}", "ORC0106", "exactly one source")]
    [InlineData("image: {id: /a, computeGallery: {gallery: g, name: n, version: v}}", "ORC0106", "exactly one source")]
    [InlineData("image: {id: my-image}", "ORC0106", "not an ARM id")]
    [InlineData("image: {computeGallery: {gallery: g, name: n, version: v, resourceGroup: r}}", "ORC0105", "'subscriptionID' is missing")]
    [InlineData("tags: {'a<b': c}", "ORC0106", "tag name \"a<b\"")]
    public void ControlPlane_ThatCannotBe_IsRefused(string controlPlane, string code, string message) => Refused(Manifest.Native(controlPlane: controlPlane), code, message);

    [Theory]
    [InlineData("replicas: -1", "ORC0106", "'replicas' cannot be -1")]
    [InlineData("replicas: 1001", "ORC0106", "'replicas' cannot be 1001")]
    [InlineData("maxSurge: 0", "ORC0106", "never roll")]
    [InlineData("maxSurge: 0%, maxUnavailable: 0", "ORC0106", "never roll")]
    [InlineData("replicas: 4, maxSurge: 0, maxUnavailable: 20%", "ORC0106", "never roll")]
    [InlineData("maxSurge: lots", "ORC0106", "'maxSurge' cannot be \"lots\"")]
    [InlineData("maxSurge: -1", "ORC0106", "'maxSurge' cannot be \"-1\"")]
    [InlineData("maxUnavailable: 120%", "ORC0106", "'maxUnavailable' is 120%")]
    [InlineData("deletePolicy: oldest", "ORC0106", "not one of its values")]
    [InlineData("zones: [4]", "ORC0106", "\"4\" is not an availability zone")]
    [InlineData("zones: [1, 1]", "ORC0106", "zone 1 stands twice")]
    [InlineData("nodeDrainTimeout: soon", "ORC0106", "not a duration")]
    [InlineData("kubernetesVersion: v1.30.3", "ORC0111", "newer than its control plane's v1.30.2")]
    [InlineData("kubernetesVersion: v1.26.9", "ORC0111", "more than 3 minor versions behind")]
    public void Pool_ThatCannotBe_IsRefused(string pool, string code, string message) => Refused(Manifest.Native(pool: pool), code, message);

    [Theory]
    [InlineData("maxSurge: 0, maxUnavailable: 1")]
    [InlineData("maxSurge: 25%, replicas: 10")]
    [InlineData("replicas: 0")]
    [InlineData("kubernetesVersion: v1.27.16")]
    [InlineData("zones: [1, 2, 3], nodeDrainTimeout: 10m, spot: true, deletePolicy: Newest")]
    public void Pool_AtTheEdgeOfTheRules_IsTaken(string pool) => Reading.Cluster(Reading.Read(Manifest.Native(pool: pool)));

    [Theory]
    [InlineData("v1.24.9", "not supported")]
    [InlineData("v1.99.0", "not supported")]
    [InlineData("v2.30.0", "not supported")]
    [InlineData("1.30", "not a Kubernetes version")]
    [InlineData("latest", "not a Kubernetes version")]
    [InlineData("v1.30.x", "not a Kubernetes version")]
    [InlineData("v1.30.2.1", "not a Kubernetes version")]
    public void Version_ThatCannotBe_IsRefused(string version, string message) => Refused(Manifest.Native(version: version), "ORC0111", message);

    [Theory]
    [InlineData("v1.25.0", "v1.25.0")]
    [InlineData("1.30.2", "v1.30.2")]
    [InlineData("v1.31.0-rc.1", "v1.31.0-rc.1")]
    public void Version_WithOrWithoutV_IsTaken(string version, string expected) =>
        Assert.Equal(expected, Reading.Cluster(Reading.Read(Manifest.Native(version: version))).MachinePools.Single().Version);

    [Theory]
    [InlineData("c1", "Upper")]
    [InlineData("c1", "-a")]
    [InlineData("c1", "a-")]
    [InlineData("c1", "a.b")]
    [InlineData("c1", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrs")]
    public void ClusterName_ThatAzureOrCapzRefuse_IsRefused(string before, string after) =>
        Refused(Manifest.Native().Replace($"name: {before}}}", $"name: {after}}}", StringComparison.Ordinal), "ORC0106", $"'name' cannot be \"{after}\"");

    [Fact]
    public void PodRange_InsideTheVirtualNetworkButOutsideItsSubnets_IsAWarning()
    {
        var result = Reading.Read(Manifest.Native(network: "podCidrs: [10.244.0.0/16]"));

        Assert.True(result.IsValid);
        Assert.Contains("cannot be reached", Assert.Single(result.Diagnostics).Message, StringComparison.Ordinal);
        Assert.Single(result.Clusters);
    }

    [Fact]
    public void SeveralNodeSubnets_WithoutAChoice_AreNamed() =>
        Refused(Manifest.Native(network: "subnets: [{role: node, name: a}, {role: node, name: b}]"), "ORC0105", "Several subnets suit these machines");

    [Theory]
    [InlineData("dataDisks: [{nameSuffix: a, diskSizeGB: 10, lun: 3}, {nameSuffix: b, diskSizeGB: 10, lun: 3}]", "ORC0106", "Two data disks have the lun 3")]
    [InlineData("dataDisks: [{nameSuffix: a, diskSizeGB: 10}, {nameSuffix: a, diskSizeGB: 10}]", "ORC0106", "Two data disks have the suffix 'a'")]
    [InlineData("dataDisks: [{nameSuffix: a, diskSizeGB: 10, lun: 64}]", "ORC0106", "'lun' cannot be 64")]
    [InlineData("dataDisks: [{nameSuffix: a, diskSizeGB: 32768}]", "ORC0106", "'diskSizeGB' cannot be 32768")]
    [InlineData("identity: UserAssigned", "ORC0105", "names no identity")]
    [InlineData("userAssignedIdentities: [{providerID: 'azure:///subscriptions/s/resourceGroups/r/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i'}]", "ORC0106", "but the identity is None")]
    [InlineData("sshPublicKey: '%%%'", "ORC0106", "not base64")]
    [InlineData("sshPublicKey: c3NoLXJzYSBBQUFB", "ORC0106", "not a line of authorized_keys")]
    [InlineData("osDisk: {osType: Linux, diffDiskSettings: {option: Local}}", "ORC0106", "An ephemeral OS disk has the caching type None")]
    public void Machine_ThatCannotBe_IsRefused(string machine, string code, string message)
    {
        var text = machine.StartsWith("osDisk", StringComparison.Ordinal)
            ? Manifest.Capz().Replace("osDisk: {osType: Linux}, } } }", machine + " } } }", StringComparison.Ordinal)
            : Manifest.Capz(machine: machine);
        Refused(text.Replace("osDisk: {osType: Linux},  } } }", machine + " } } }", StringComparison.Ordinal), code, message);
    }

    private static void Refused(string text, string code, string message)
    {
        var result = Reading.Read(text);
        var problem = Assert.Single(result.Diagnostics, d => d.Code == code && d.Message.Contains(message, StringComparison.Ordinal));

        Assert.False(result.IsValid);
        Assert.Empty(result.Clusters);
        Assert.True(problem is { Line: > 0, Column: > 0, Document: > 0, File: "cluster.yaml", Path.Length: > 0, Action.Length: > 0 }, Reading.Show(problem));
    }
}
