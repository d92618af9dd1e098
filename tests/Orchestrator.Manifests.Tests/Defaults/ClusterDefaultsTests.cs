using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Manifests.Tests.Defaults;

public sealed class ClusterDefaultsTests
{
    private const string ControlPlaneSubnet = "c1-controlplane-subnet 10.0.0.0/16 c1-controlplane-nsg[allow_ssh:2200:22,allow_apiserver:2201:6443] c1-node-routetable -";

    [Theory]
    [InlineData("", ControlPlaneSubnet, "c1-node-subnet 10.1.0.0/16 c1-node-nsg[] c1-node-routetable c1-node-natgw/pip-c1-node-natgw")]
    [InlineData("subnets: [{role: node}]", "c1-node-subnet-1 10.1.0.0/16 c1-node-nsg[] c1-node-routetable c1-node-natgw-1/pip-c1-node-natgw-1", ControlPlaneSubnet)]
    [InlineData(
        "subnets: [{role: control-plane, name: cp}, {role: node, name: n}, {role: node}]",
        "cp 10.0.0.0/16 c1-controlplane-nsg[allow_ssh:2200:22,allow_apiserver:2201:6443] c1-node-routetable -",
        "n 10.1.0.0/16 c1-node-nsg[] c1-node-routetable c1-node-natgw-1/pip-c1-node-natgw-1",
        "c1-node-subnet-2 10.2.0.0/16 c1-node-nsg[] c1-node-routetable c1-node-natgw-2/pip-c1-node-natgw-2")]
    [InlineData("subnets: [{role: cluster}]", "c1-subnet 10.0.0.0/16 c1-nsg[allow_ssh:2200:22,allow_apiserver:2201:6443] c1-routetable c1-natgw/pip-c1-natgw")]
    [InlineData(
        "subnets: [{role: control-plane, cidrBlocks: [10.9.0.0/24], routeTable: {name: rt}, securityGroup: {name: g, securityRules: [{name: mine, protocol: Tcp, priority: 500, destinationPorts: '22'}]}}, {role: node, natGateway: {name: gw, ip: {name: address}}}]",
        "c1-controlplane-subnet 10.9.0.0/24 g[mine:500:22,allow_apiserver:2201:6443] rt -",
        "c1-node-subnet-1 10.1.0.0/16 c1-node-nsg[] c1-node-routetable gw/address")]
    public void Subnets_AreCompletedAsCapzDoes(string network, params string[] expected)
    {
        var spec = Reading.ReadTemplate(Manifest.Capz(network: network, poolMachine: network.Contains("name: n}", StringComparison.Ordinal) ? "subnetName: n" : "")).Clusters.Single();

        Assert.Equal(expected, spec.Network.Subnets.Select(Describe));
    }

    [Fact]
    public void ApiServer_OnAnotherPort_IsAllowedThrough()
    {
        var spec = Reading.Cluster(Reading.ReadTemplate(Manifest.Capz(cluster: "apiServerPort: 443")));

        Assert.Equal((443, 443), (spec.ClusterNetwork.ApiServerPort, spec.ClusterNetwork.ControlPlanePort));
        Assert.Contains(spec.Network.Subnets[0].SecurityGroup!.Rules, r => r is { Name: "allow_apiserver", DestinationPorts: "443" });
    }

    [Fact]
    public void PublicApiServer_IsNamedByTheHashOfItsAddress()
    {
        var spec = Reading.Cluster(Reading.ReadTemplate(Manifest.Capz()));
        var lb = spec.Network.ApiServerLoadBalancer;
        var frontend = lb.Frontends.Single();

        Assert.Equal(("c1-public-lb", "c1-public-lb-backendPool", 4, LoadBalancerType.Public), (lb.Name, lb.BackendPoolName, lb.IdleTimeoutInMinutes, lb.Type));
        Assert.Equal(("c1-public-lb-frontEnd", "pip-c1-apiserver"), (frontend.Name, frontend.PublicIPName));
        var hash = Orchestrator.Manifests.Defaults.DnsLabel.Fnv32A("00000000-0000-0000-0000-000000000000/c1/pip-c1-apiserver");
        Assert.Equal($"c1-{hash:x}", frontend.DnsLabel);
        Assert.Equal($"c1-{hash:x}.westeurope.cloudapp.azure.com", spec.ClusterNetwork.ControlPlaneHost);
        Assert.Null(spec.Network.NodeOutboundLoadBalancer);
    }

    [Fact]
    public void InternalApiServer_StandsAtTheDefaultAddress()
    {
        var spec = Reading.Cluster(Reading.ReadTemplate(Manifest.Capz(
            network: "privateDNSZone: None, apiServerLB: {type: Internal, availabilityZones: ['1', '2']}", azureCluster: "controlPlaneEndpoint: {host: 10.0.0.100, port: 6443}")));
        var lb = spec.Network.ApiServerLoadBalancer;

        Assert.Equal(("c1-internal-lb", "c1-internal-lb-frontEnd", "10.0.0.100"), (lb.Name, lb.Frontends.Single().Name, lb.Frontends.Single().PrivateIPAddress));
        Assert.Equal("10.0.0.100", spec.ClusterNetwork.ControlPlaneHost);
    }

    [Theory]
    [InlineData("nodeOutboundLB: {}", "c1-frontEnd=pip-c1-node-outbound")]
    [InlineData("nodeOutboundLB: {frontendIPsCount: 2}", "c1-frontEnd-1=pip-c1-node-outbound-1", "c1-frontEnd-2=pip-c1-node-outbound-2")]
    [InlineData("nodeOutboundLB: {frontendIPsCount: 0}")]
    public void NodeOutboundLoadBalancer_HasTheFrontendsAskedFor(string network, params string[] expected)
    {
        var lb = Reading.Cluster(Reading.ReadTemplate(Manifest.Capz(network: network))).Network.NodeOutboundLoadBalancer!;

        Assert.Equal(("c1", "c1-outboundBackendPool"), (lb.Name, lb.BackendPoolName));
        Assert.Equal(expected, lb.Frontends.Select(f => $"{f.Name}={f.PublicIPName}"));
    }

    [Fact]
    public void Machine_ThatSaysLittle_GetsCapzsDefaults()
    {
        var spec = Reading.Cluster(Reading.ReadTemplate(Manifest.Capz(
            machine: "dataDisks: [{nameSuffix: a, diskSizeGB: 10}, {nameSuffix: b, diskSizeGB: 10, lun: 0}, {nameSuffix: c, diskSizeGB: 10, cachingType: None}]",
            poolMachine: "spotVMOptions: {}")));
        var (machine, pool) = (spec.ControlPlane.Machine, spec.MachinePools.Single());

        Assert.Equal(["a 1 ReadWrite", "b 0 ReadWrite", "c 2 None"], machine.DataDisks.Select(d => $"{d.NameSuffix} {d.Lun} {d.CachingType}"));
        Assert.Equal(new GalleryImageSpec("ClusterAPI-f72ceb4f-5159-4c26-a0fe-2ea738f0d019", "capi-ubun2-2404", "1.30.2"), machine.Image.Gallery);
        Assert.Equal((1, new RollingUpdateSpec(), "Deallocate"), (pool.Replicas, pool.Strategy, pool.Machine.Spot?.EvictionPolicy));
        Assert.Equal(1, spec.ControlPlane.Replicas);
        Assert.Equal("c1", spec.ResourceGroup);
    }

    [Theory]
    [InlineData("nodeDrainTimeout: 0s", null)]
    [InlineData("nodeDrainTimeout: 1h30m", 5400)]
    public void NodeDrainTimeout_OfZero_MeansForEver(string field, int? seconds) =>
        Assert.Equal(seconds, (int?)Reading.Cluster(Reading.ReadTemplate(Manifest.Capz(azurePool: field))).MachinePools.Single().NodeDrainTimeout?.TotalSeconds);

    [Fact]
    public void SshPublicKey_IsDecodedFromBase64()
    {
        const string key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f me@example";
        var encoded = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(key + "\n"));

        Assert.Equal(key, Reading.Cluster(Reading.ReadTemplate(Manifest.Capz(machine: $"sshPublicKey: {encoded}"))).ControlPlane.Machine.SshPublicKey);
    }

    private static string Describe(SubnetSpec s) =>
        $"{s.Name} {s.CidrBlocks.Single()} {s.SecurityGroup!.Name}[{string.Join(',', s.SecurityGroup.Rules.Select(r => $"{r.Name}:{r.Priority}:{r.DestinationPorts}"))}] {s.RouteTable} {(s.NatGateway is { } n ? $"{n.Name}/{n.PublicIPName}" : "-")}";
}
