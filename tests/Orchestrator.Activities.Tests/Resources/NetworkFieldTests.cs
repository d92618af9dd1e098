using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Tests.Resources;

/// <summary>For every network kind: nothing to do when nothing changed, each field that changes in place, each that replaces, and what others own.</summary>
public sealed class NetworkFieldTests
{
    private const string OtherHub = "/subscriptions/00000000-0000-0000-0000-00000000000c/resourceGroups/elsewhere/providers/Microsoft.Network/virtualNetworks/hub";

    private static readonly SecurityRuleSpec Web = new() { Name = "web", Protocol = "Tcp", Priority = 300, DestinationPorts = "80,443", Sources = ["10.0.0.0/8", "172.16.0.0/12"], Direction = "Inbound", Action = "Deny" };

    private static readonly Dictionary<string, (string Key, PlanAction Action, string Path, Func<ClusterSpec, ClusterSpec> Change)> Rows = new(StringComparer.Ordinal)
    {
        ["network: DDoS plan"] = ("VirtualNetwork/c1-vnet", PlanAction.Update, "$.properties.enableDdosProtection", static s => Vnet(s, static v => v with { DdosProtectionPlanId = PrivateNetwork.Plan })),
        ["network: address space"] = ("VirtualNetwork/c1-vnet", PlanAction.Update, "$.properties.addressSpace.addressPrefixes", static s => Vnet(s, static v => v with { CidrBlocks = ["10.0.0.0/8", "11.0.0.0/16"] })),
        ["subnet: service endpoints"] = ("Subnet/node-subnet", PlanAction.Update, "$.properties.serviceEndpoints", static s => Nodes(s, static n => n with { ServiceEndpoints = [new ServiceEndpointSpec("Microsoft.Storage", ["*"])] })),
        ["subnet: borrowed security group"] = ("Subnet/node-subnet", PlanAction.Update, "$.properties.networkSecurityGroup.id", static s => Nodes(s, static n => n with { SecurityGroup = new SecurityGroupSpec { Name = "theirs", BorrowedId = BorrowedGroup } })),
        ["security group: rule"] = ("NetworkSecurityGroup/c1-node-nsg", PlanAction.Update, "$.properties.securityRules['web']", static s => Nodes(s, static n => n with { SecurityGroup = n.SecurityGroup! with { Rules = [Web] } })),
        ["route table: tags"] = ("RouteTable/c1-node-routetable", PlanAction.Update, "$.tags.team", static s => Tagged(s)),
        ["public IP: DNS label"] = ("PublicIPAddress/pip-c1-node-natgw-1", PlanAction.Update, "$.properties.dnsSettings", static s => Nodes(s, static n => n with { NatGateway = n.NatGateway! with { PublicIPDnsName = "c1-out.westeurope.cloudapp.azure.com" } })),
        ["NAT gateway: prefixes"] = ("NatGateway/c1-node-natgw-1", PlanAction.Update, "$.properties.publicIpPrefixes", static s => Nodes(s, static n => n with { NatGateway = n.NatGateway! with { PublicIPPrefixIds = [PrivateNetwork.Prefix] } })),
        ["load balancer: further port"] = ("LoadBalancer/c1-internal-lb", PlanAction.Update, "$.properties.loadBalancingRules['rke']", static s => Net(s, static n => n with { AdditionalApiServerPorts = [new LoadBalancerPortSpec("rke", 9345)] })),
        ["load balancer: more addresses"] = ("LoadBalancer/c1", PlanAction.Update, "$.properties.frontendIPConfigurations['c1-frontEnd-2']", static s => Net(s, static n => n with { NodeOutboundLoadBalancer = n.NodeOutboundLoadBalancer! with { Frontends = [Frontend(1), Frontend(2)] } })),
        ["load balancer: idle timeout"] = ("LoadBalancer/c1-outbound-lb", PlanAction.Update, "$.properties.outboundRules['OutboundNATAllProtocols'].properties.idleTimeoutInMinutes", static s => Net(s, static n => n with { ControlPlaneOutboundLoadBalancer = n.ControlPlaneOutboundLoadBalancer! with { IdleTimeoutInMinutes = 30 } })),
        ["bastion: sku"] = ("BastionHost/c1-azure-bastion", PlanAction.Update, "$.sku.name", static s => Net(s, static n => n with { Bastion = n.Bastion! with { Sku = "Standard" } })),
        ["bastion: tunneling"] = ("BastionHost/c1-azure-bastion", PlanAction.Update, "$.properties.enableTunneling", static s => Net(s, static n => n with { Bastion = n.Bastion! with { Sku = "Standard", EnableTunneling = true } })),
        ["bastion: address"] = ("BastionHost/c1-azure-bastion", PlanAction.Replace, "$.properties.ipConfigurations['c1-azure-bastion-bastionIP'].properties.publicIPAddress.id", static s => Net(s, static n => n with { Bastion = n.Bastion! with { PublicIPName = "another" } })),
        ["peering: forward option"] = ("VirtualNetworkPeering/c1-vnet-To-hub", PlanAction.Update, "$.properties.allowGatewayTransit", static s => Peered(s, static p => p with { Forward = p.Forward with { AllowGatewayTransit = true } })),
        ["peering: reverse option"] = ("VirtualNetworkPeering/hub-To-c1-vnet", PlanAction.Update, "$.properties.allowVirtualNetworkAccess", static s => Peered(s, static p => p with { Reverse = p.Reverse with { AllowVirtualNetworkAccess = false } })),
        ["peering: another network of that name"] = ("VirtualNetworkPeering/c1-vnet-To-hub", PlanAction.Replace, "$.properties.remoteVirtualNetwork.id", static s => Peered(s, static p => p with { RemoteVirtualNetworkId = OtherHub })),
        ["zone: tags"] = ("PrivateDnsZone/c1.capz.io", PlanAction.Update, "$.tags.team", static s => Tagged(s)),
        ["link: tags"] = ("PrivateDnsZoneLink/c1-vnet-link", PlanAction.Update, "$.tags.team", static s => Tagged(s)),
        ["link: another network of that name"] = ("PrivateDnsZoneLink/hub-link", PlanAction.Replace, "$.properties.virtualNetwork.id", static s => Peered(s, static p => p with { RemoteVirtualNetworkId = OtherHub })),
        ["record: address"] = ("PrivateDnsRecord/apiserver", PlanAction.Update, "$.properties.aRecords", static s => Net(s, static n => n with { ApiServerLoadBalancer = n.ApiServerLoadBalancer with { Frontends = [n.ApiServerLoadBalancer.Frontends[0] with { PrivateIPAddress = "10.0.0.101" }] } })),
        ["private endpoint: security groups"] = ("PrivateEndpoint/store-pe", PlanAction.Update, "$.properties.applicationSecurityGroups", static s => Endpoint(s, static e => e with { ApplicationSecurityGroups = [] })),
        ["private endpoint: service"] = ("PrivateEndpoint/store-pe", PlanAction.Replace, "$.properties.privateLinkServiceConnections['blob'].properties.privateLinkServiceId", static s => Endpoint(s, static e => e with { Connections = [e.Connections[0] with { PrivateLinkServiceId = PrivateNetwork.Store + "2" }] })),
        ["private endpoint: group"] = ("PrivateEndpoint/store-pe", PlanAction.Replace, "$.properties.privateLinkServiceConnections['blob'].properties.groupIds", static s => Endpoint(s, static e => e with { Connections = [e.Connections[0] with { GroupIds = ["file"] }] })),
        ["private endpoint: connection's name"] = ("PrivateEndpoint/store-pe", PlanAction.Replace, "$.properties.privateLinkServiceConnections['other']", static s => Endpoint(s, static e => e with { Connections = [e.Connections[0] with { Name = "other" }] })),
        ["private endpoint: approval"] = ("PrivateEndpoint/store-pe", PlanAction.Replace, "$.properties.manualPrivateLinkServiceConnections", static s => Endpoint(s, static e => e with { ManualApproval = true })),
        ["private endpoint: address"] = ("PrivateEndpoint/store-pe", PlanAction.Replace, "$.properties.ipConfigurations['ipConfig0'].properties.privateIPAddress", static s => Endpoint(s, static e => e with { PrivateIPAddresses = ["10.1.200.5"] })),
        ["private endpoint: no address"] = ("PrivateEndpoint/store-pe", PlanAction.Replace, "$.properties.ipConfigurations['ipConfig0']", static s => Endpoint(s, static e => e with { PrivateIPAddresses = [] })),
        ["private endpoint: no card"] = ("PrivateEndpoint/store-pe", PlanAction.Replace, "$.properties.customNetworkInterfaceName", static s => Endpoint(s, static e => e with { CustomNetworkInterfaceName = null })),
        ["private endpoint: card"] = ("PrivateEndpoint/store-pe", PlanAction.Replace, "$.properties.customNetworkInterfaceName", static s => Endpoint(s, static e => e with { CustomNetworkInterfaceName = "card2" })),
    };

    public static TheoryData<string> Changes => [.. Rows.Keys];

    public static TheoryData<string> TakenOut =>
    [
        "network: DDoS plan", "subnet: service endpoints", "security group: rule", "route table: tags", "public IP: DNS label", "NAT gateway: prefixes",
        "load balancer: further port", "load balancer: more addresses", "peering: forward option", "peering: reverse option",
    ];

    public static TheoryData<string> Kinds =>
    [
        StepKinds.VirtualNetwork, StepKinds.NetworkSecurityGroup, StepKinds.RouteTable, StepKinds.PublicIPAddress, StepKinds.NatGateway, StepKinds.LoadBalancer,
        StepKinds.BastionHost, StepKinds.VirtualNetworkPeering, StepKinds.PrivateEndpoint, StepKinds.PrivateDnsZone, StepKinds.PrivateDnsZoneLink, StepKinds.PrivateDnsRecord,
    ];

    private static string BorrowedGroup => $"/subscriptions/{Specs.Subscription}/resourceGroups/shared/providers/Microsoft.Network/networkSecurityGroups/theirs";

    [Fact]
    public async Task Network_AsItIsWanted_NeedsNothing()
    {
        await using var bed = await CreatedAsync();
        var puts = bed.Wire.Puts;

        Assert.Equal("", Describe(await PlanAsync(bed)));
        foreach (var step in bed.NetworkSteps.Where(static s => s.Verb == StepVerb.Ensure))
        {
            Assert.Equal((ResourceState.Ready, "unchanged"), await bed.EnsureAsync(step) is var outcome ? (outcome.State, outcome.Detail) : default);
        }

        Assert.Equal(puts, bed.Wire.Puts);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Field_ThatTheSpecChanges_IsPlannedNamedAndCarriedOut(string change)
    {
        var (key, action, path, apply) = Rows[change];
        await using var bed = await CreatedAsync();
        await bed.ApplyAsync(apply(bed.Spec));

        var plan = await PlanAsync(bed);

        var node = plan.Nodes.Single(n => n.Step.Key == key);
        Assert.True(node.Step.Action == action, Describe(plan));
        Assert.Contains(node.Changes, c => c.Path.StartsWith(path, StringComparison.Ordinal));
        await CarryOutAsync(bed, plan);
        Assert.Equal("", Describe(await PlanAsync(bed)));
    }

    [Theory]
    [MemberData(nameof(TakenOut))]
    public async Task Field_ThatTheSpecTakesOut_IsPlannedNamedAndGoes(string change)
    {
        var (key, _, path, apply) = Rows[change];
        await using var bed = await CreatedAsync();
        var without = bed.Spec;
        await bed.ApplyAsync(apply(without));
        await CarryOutAsync(bed, await PlanAsync(bed));
        await bed.ApplyAsync(without);
        var plan = await PlanAsync(bed);

        Assert.Contains(plan.Nodes.Single(n => n.Step.Key == key).Changes, c => c.Path.StartsWith(path, StringComparison.Ordinal));
        await CarryOutAsync(bed, plan);
        Assert.Equal("", Describe(await PlanAsync(bed)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Field_ThatSomebodyElseSet_StaysWhenOursIsRepaired(string kind)
    {
        await using var bed = await CreatedAsync();
        var step = bed.NetworkSteps.First(s => s.Kind == kind && s.Verb == StepVerb.Ensure);
        var body = await bed.ReadAsync(step.ResourceId!);
        var theirs = Theirs(kind, body);
        await PutAsync(bed, step, body);
        await Drift.MakeAsync(bed, step);

        await bed.ReachAsync(step);

        var after = await bed.ReadAsync(step.ResourceId!);
        Assert.True(theirs(after), after.ToJsonString());
    }

    [Fact]
    public async Task PublicIP_WithTags_IsMadeWithThemAndKeepsThem()
    {
        await using var bed = await CreatedAsync(static s => Net(s, static n => n with { Bastion = n.Bastion! with { PublicIPTags = [new IPTagSpec("RoutingPreference", "Internet")] } }));
        var id = ClusterResourceIds.PublicIPAddress(bed.Spec, "c1-azure-bastion-pip");

        Assert.Equal("RoutingPreference", (string?)(await bed.ReadAsync(id))["properties"]!["ipTags"]![0]!["ipTagType"]);
        Assert.Equal("", Describe(await PlanAsync(bed)));
        foreach (var tags in new IPTagSpec[][] { [new IPTagSpec("FirstPartyUsage", "/Sql")], [] })
        {
            await bed.ApplyAsync(Net(bed.Spec, n => n with { Bastion = n.Bastion! with { PublicIPTags = tags } }));
            var refused = (await Assert.ThrowsAsync<Contracts.Errors.OrchestratorException>(() => PlanAsync(bed))).Error;
            Assert.Equal((Contracts.Errors.ErrorCatalog.ImmutableInAzure.Code, true), (refused.Code, refused.Message.Contains("$.properties.ipTags", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task NatGateway_ItsZonesTakenOut_IsRefusedByField()
    {
        await using var bed = await CreatedAsync(static s => Nodes(s, static n => n with { NatGateway = n.NatGateway! with { Zones = ["1"] } }));
        await bed.ApplyAsync(Nodes(bed.Spec, static n => n with { NatGateway = n.NatGateway! with { Zones = [] } }));

        var refused = (await Assert.ThrowsAsync<Contracts.Errors.OrchestratorException>(() => PlanAsync(bed))).Error;
        Assert.Equal((Contracts.Errors.ErrorCatalog.ImmutableInAzure.Code, true), (refused.Code, refused.Message.Contains("$.zones", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Peering_ThatLostOneSide_IsMadeAnew(bool forward)
    {
        await using var bed = await CreatedAsync();
        var peering = bed.Spec.Network.VirtualNetwork.Peerings[0];
        var (lost, left) = (ClusterResourceIds.ForwardPeering(bed.Spec, peering), ClusterResourceIds.ReversePeering(bed.Spec, peering));
        (lost, left) = forward ? (lost, left) : (left, lost);
        var arm = await bed.Get<IArmConnections>().ForAsync(bed.Spec, default);
        Assert.Null((await arm.DeleteAsync(lost, "somebody else", default)).Error);
        await bed.SettleAsync();

        var plan = await PlanAsync(bed);

        Assert.Equal((PlanAction.Create, PlanAction.Replace), (ActionOf(plan, lost), ActionOf(plan, left)));
        await CarryOutAsync(bed, plan);
        Assert.Equal(("Connected", "Connected"), ((string?)(await bed.ReadAsync(lost))["properties"]!["peeringState"], (string?)(await bed.ReadAsync(left))["properties"]!["peeringState"]));
        Assert.Equal("", Describe(await PlanAsync(bed)));
    }

    [Theory]
    [InlineData("bastion")]
    [InlineData("peering")]
    [InlineData("private endpoint")]
    [InlineData("port")]
    [InlineData("DDoS plan")]
    public async Task Part_ThatTheSpecDrops_Goes(string part)
    {
        await using var bed = await CreatedAsync(static s => Rows["load balancer: further port"].Change(Rows["network: DDoS plan"].Change(s)));
        await bed.ApplyAsync(part switch
        {
            "bastion" => Net(bed.Spec, static n => n with { Bastion = null, Subnets = [.. n.Subnets.Where(static s => s.Role != SubnetRole.Bastion)] }),
            "peering" => Vnet(bed.Spec, static v => v with { Peerings = [] }),
            "private endpoint" => Nodes(bed.Spec, static n => n with { PrivateEndpoints = [] }),
            "port" => Net(bed.Spec, static n => n with { AdditionalApiServerPorts = [] }),
            _ => Vnet(bed.Spec, static v => v with { DdosProtectionPlanId = null }),
        });

        var plan = await PlanAsync(bed);
        await CarryOutAsync(bed, plan);

        Assert.Equal("", Describe(await PlanAsync(bed)));
        string[] gone = part switch
        {
            "bastion" => ["c1-azure-bastion", "c1-azure-bastion-pip", "AzureBastionSubnet"],
            "peering" => ["c1-vnet-To-hub", "hub-To-c1-vnet", "hub-link"],
            "private endpoint" => ["store-pe", "store-pe-card"],
            _ => [],
        };
        Assert.DoesNotContain(bed.Azure.Resources.All, r => gone.Contains(ResourceId.NameOf(r.Id), StringComparer.Ordinal));
        Assert.DoesNotContain("rke", part == "port" ? (await bed.ReadAsync(ClusterResourceIds.LoadBalancer(bed.Spec, "c1-internal-lb"))).ToJsonString() : "", StringComparison.Ordinal);
    }

    private static async Task<ActivitiesTestBed> CreatedAsync(Func<ClusterSpec, ClusterSpec>? change = null)
    {
        var bed = await PrivateNetwork.StartAsync((change ?? (static s => s))(PrivateNetwork.Spec() with { MachinePools = [] }));
        bed.Azure.Resources.Seed(OtherHub, ArmTypes.VirtualNetwork, """{"location":"northeurope","properties":{"addressSpace":{"addressPrefixes":["172.20.0.0/16"]}}}""");
        bed.Azure.Resources.Seed(BorrowedGroup, ArmTypes.NetworkSecurityGroup, """{"location":"westeurope","properties":{}}""");
        await bed.CreateNetworkAsync();
        return bed;
    }

    private static Task<ClusterPlan> PlanAsync(ActivitiesTestBed bed) => bed.Plans.PlanAsync(bed.Spec, bed.Generation, OperationKind.Apply, default);

    private static PlanAction ActionOf(ClusterPlan plan, string id) => plan.Nodes.Single(n => ResourceId.Same(n.Step.ResourceId, id)).Step.Action;

    /// <summary>What of the network the plan would change.</summary>
    private static string Describe(ClusterPlan plan) => string.Join('\n', plan.Nodes
        .Where(static n => n.Step.Kind != StepKinds.ControlPlane && n.Step.Action is not (PlanAction.Keep or PlanAction.Read))
        .Select(static n => $"{n.Step.Action} {n.Step.Key} {string.Join(", ", n.Changes)}"));

    /// <summary>Walks the plan's network as the orchestration does: each step after those that it waits for, until it is as it shall be.</summary>
    private static async Task CarryOutAsync(ActivitiesTestBed bed, ClusterPlan plan)
    {
        var steps = plan.Nodes.Select(static n => n.Step).Where(static s => s.Kind != StepKinds.ControlPlane).ToList();
        while (steps.FirstOrDefault(s => !s.DependsOn.Any(d => steps.Exists(other => other.Key == d))) is { } step)
        {
            steps.Remove(step);
            var wanted = step.Verb == StepVerb.Delete ? ResourceState.Absent : ResourceState.Ready;
            var outcome = await RunAsync(bed, step);
            for (var tries = 0; outcome.State != wanted; tries++)
            {
                Assert.True(outcome.Error is null && tries < 20, $"{step.Key}: {outcome.Error}");
                await bed.SettleAsync();
                outcome = await RunAsync(bed, step);
            }
        }

        Assert.Empty(steps);
    }

    private static Task<ResourceOutcome> RunAsync(ActivitiesTestBed bed, GraphStep step) => step.Verb switch
    {
        StepVerb.Ensure => bed.EnsureAsync(step),
        StepVerb.Delete => bed.DeleteAsync(step),
        _ => bed.ObserveAsync(step),
    };

    /// <summary>Writes something into the body that is nobody's but theirs, and answers how to see that it is still there.</summary>
    private static Func<JsonObject, bool> Theirs(string kind, JsonObject body)
    {
        switch (kind)
        {
            case StepKinds.VirtualNetworkPeering:
                body["properties"]!["allowGatewayTransit"] = true;
                return static after => (bool)after["properties"]!["allowGatewayTransit"]!;
            case StepKinds.PrivateDnsRecord:
                body["properties"]!["metadata"] = new JsonObject { ["theirs"] = "kept" };
                return static after => (string?)after["properties"]!["metadata"]?["theirs"] == "kept";
            default:
                body["tags"]!["theirs"] = "kept";
                return static after => (string?)after["tags"]!["theirs"] == "kept";
        }
    }

    private static async Task PutAsync(ActivitiesTestBed bed, GraphStep step, JsonObject body)
    {
        var arm = await bed.Get<IArmConnections>().ForAsync(bed.Spec, default);
        Assert.Null((await arm.PutAsync(step.ResourceId!, body, etag: null, "somebody else", default)).Error);
        await bed.SettleAsync();
    }

    private static FrontendIPSpec Frontend(int number) => new() { Name = $"c1-frontEnd-{number}", PublicIPName = $"pip-c1-node-outbound-{number}" };

    private static ClusterSpec Tagged(ClusterSpec spec) => spec with { AdditionalTags = new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = "blue" } };

    private static ClusterSpec Net(ClusterSpec spec, Func<NetworkSpec, NetworkSpec> change) => spec with { Network = change(spec.Network) };

    private static ClusterSpec Vnet(ClusterSpec spec, Func<VirtualNetworkSpec, VirtualNetworkSpec> change) =>
        Net(spec, n => n with { VirtualNetwork = change(n.VirtualNetwork) });

    private static ClusterSpec Peered(ClusterSpec spec, Func<VirtualNetworkPeeringSpec, VirtualNetworkPeeringSpec> change) =>
        Vnet(spec, v => v with { Peerings = [change(v.Peerings[0])] });

    private static ClusterSpec Nodes(ClusterSpec spec, Func<SubnetSpec, SubnetSpec> change) =>
        Net(spec, n => n with { Subnets = [.. n.Subnets.Select(s => s.Role == SubnetRole.Node ? change(s) : s)] });

    private static ClusterSpec Endpoint(ClusterSpec spec, Func<PrivateEndpointSpec, PrivateEndpointSpec> change) =>
        Nodes(spec, n => n with { PrivateEndpoints = [change(n.PrivateEndpoints[0])] });
}
