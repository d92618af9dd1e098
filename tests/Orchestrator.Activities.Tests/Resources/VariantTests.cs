using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.RoleAssignment;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Tests.Resources;

/// <summary>The shapes that the sample does not have, created on simulated Azure, which checks every body against Azure's contract.</summary>
public sealed class VariantTests
{
    [Fact]
    public async Task Create_PrivateClusterWithOutboundLoadBalancer_IsAcceptedAndThenUnchanged()
    {
        await using var bed = await ActivitiesTestBed.StartAsync(Private(Specs.Sample()));
        await bed.CreateAllAsync();

        var internalBalancer = await bed.ReadAsync(ClusterResourceIds.LoadBalancer(bed.Spec, "c1-internal-lb"));
        var frontend = internalBalancer["properties"]!["frontendIPConfigurations"]![0]!;
        Assert.Equal(("10.0.0.100", "1"), ((string?)frontend["properties"]!["privateIPAddress"], (string?)frontend["zones"]![0]));
        Assert.Empty(internalBalancer["properties"]!["outboundRules"] as JsonArray ?? []);
        var outbound = await bed.ReadAsync(ClusterResourceIds.LoadBalancer(bed.Spec, "c1"));
        Assert.Equal(2, ((JsonArray)outbound["properties"]!["outboundRules"]![0]!["properties"]!["frontendIPConfigurations"]!).Count);
        Assert.Equal(ClusterTags.NodeOutboundRole, (string?)outbound["tags"]![ClusterTags.Role]);
        await AssertUnchangedAsync(bed);
    }

    [Fact]
    public async Task Create_SpotEphemeralMarketplaceSystemIdentity_IsAcceptedAndThenUnchanged()
    {
        await using var bed = await ActivitiesTestBed.StartAsync(Exotic(Specs.Sample()));
        await bed.CreateAllAsync();

        var profile = (await bed.ReadAsync(bed.PoolStep.ResourceId!))["properties"]!["virtualMachineProfile"]!;
        Assert.Equal(("Spot", "Delete"), ((string?)profile["priority"], (string?)profile["evictionPolicy"]));
        Assert.Equal("Local", (string?)profile["storageProfile"]!["osDisk"]!["diffDiskSettings"]!["option"]);
        await AssertUnchangedAsync(bed);
        Assert.All((await bed.Get<Orchestrator.Activities.Resources.Machines.IMachineInventory>().GetPoolAsync(bed.Spec, bed.Spec.MachinePools[0], default)).Machines, static m => Assert.Empty(m.StaleFields));
    }

    [Fact]
    public async Task RoleAssignment_OfASystemIdentity_IsMadeOnceUnderADerivedName()
    {
        await using var bed = await ActivitiesTestBed.StartAsync(Exotic(Specs.Sample()));
        await bed.CreateAllAsync();
        var id = RoleAssignmentDefinition.IdOf(bed.Spec, bed.Spec.MachinePools[0].Machine, bed.PoolStep.ResourceId!);
        var step = new GraphStep { Key = "RoleAssignment/c1-mp-0", Kind = StepKinds.RoleAssignment, Name = bed.PoolStep.Name, Verb = StepVerb.Ensure, ResourceId = id };

        Assert.Equal("created", (await bed.EnsureAsync(step)).Detail);
        Assert.Equal("unchanged", (await bed.EnsureAsync(step)).Detail);

        var principal = (string?)(await bed.ReadAsync(bed.PoolStep.ResourceId!))["identity"]!["principalId"];
        Assert.Equal(principal, (string?)(await bed.ReadAsync(id))["properties"]!["principalId"]);
        Assert.Equal(ResourceState.Absent, (await bed.DeleteAsync(step)).State);
    }

    [Fact]
    public async Task UserAssignedIdentity_Missing_IsForTheUserToMake()
    {
        await using var bed = await ActivitiesTestBed.StartAsync();
        var step = bed.Steps.Single(static s => s.Kind == StepKinds.UserAssignedIdentity);
        var facts = (await bed.ObserveAsync(step)).Facts!;

        var missing = await bed.ObserveAsync(step with { ResourceId = step.ResourceId + "-missing" });

        Assert.Equal(2, facts.Count);
        Assert.NotEmpty(facts[FactNames.ClientId(step.ResourceId!)]);
        Assert.Equal((ResourceState.Failed, ErrorCatalog.AzureNotFound.Code, RetryClass.NeedsUser), (missing.State, missing.Error!.Code, missing.Error.Retry));
    }

    [Fact]
    public async Task Quota_UsedUp_NeedsTheUserAndGoesOnOnceItIsRaised()
    {
        await using var bed = await ActivitiesTestBed.StartAsync();
        var step = await bed.PrepareAsync(StepKinds.VirtualMachineScaleSet);
        bed.Azure.Quotas.Set(Specs.Location, "standardDSv3Family", 4);

        var refused = await bed.EnsureAsync(step);

        Assert.Equal((ErrorCatalog.QuotaExceeded.Code, RetryClass.NeedsUser), (refused.Error!.Code, refused.Error.Retry));
        Assert.Contains("limit 4", refused.Error.Message, StringComparison.Ordinal);
        Assert.Contains("usage 2", refused.Error.Message, StringComparison.Ordinal);
        Assert.Contains("standardDSv3Family", refused.Error.Message, StringComparison.Ordinal);
        bed.Azure.Quotas.Set(Specs.Location, "standardDSv3Family", 10);
        await bed.ReachAsync(step);
    }

    [Fact]
    public async Task SshRule_EachMachine_GetsAPortOfItsOwn()
    {
        await using var bed = await ActivitiesTestBed.StartAsync();
        var first = await bed.PrepareAsync(StepKinds.InboundNatRule);
        var ports = new List<int>();
        foreach (var machine in new[] { "m1", "m2", "m3" })
        {
            var step = first with { Name = machine, MachineName = machine, ResourceId = ClusterResourceIds.InboundNatRule(bed.Spec, machine) };
            await bed.ReachAsync(step);
            ports.Add((int)(await bed.ReadAsync(step.ResourceId))["properties"]!["frontendPort"]!);
        }

        Assert.Equal([22, 2201, 2202], ports);
    }

    [Fact]
    public async Task ControlPlane_Machines_SpreadOverTheZones()
    {
        await using var bed = await ActivitiesTestBed.StartAsync();
        await bed.PrepareAsync(StepKinds.InboundNatRule);
        var zones = new List<string?>();
        foreach (var machine in new[] { "m1", "m2", "m3" })
        {
            foreach (var step in Orchestrator.Activities.Graphs.MachineGraph.Ensure(bed.Spec, machine))
            {
                await bed.ReachAsync(step);
            }

            zones.Add((string?)(await bed.ReadAsync(ClusterResourceIds.VirtualMachine(bed.Spec, machine)))["zones"]![0]);
        }

        Assert.Equal(["1", "2", "3"], zones);
    }

    private static async Task AssertUnchangedAsync(ActivitiesTestBed bed)
    {
        foreach (var step in bed.Steps.Where(static s => s.Verb == StepVerb.Ensure))
        {
            var outcome = await bed.EnsureAsync(step);
            Assert.True(outcome.Detail == "unchanged", $"{step.Key}: {outcome.Detail} {outcome.Error}");
        }
    }

    private static ClusterSpec Private(ClusterSpec spec) => spec with
    {
        Network = spec.Network with
        {
            Subnets = [.. spec.Network.Subnets.Select(static s => s with { NatGateway = null, ServiceEndpoints = [new ServiceEndpointSpec("Microsoft.Storage", ["westeurope"])] })],
            ApiServerLoadBalancer = new LoadBalancerSpec
            {
                Name = "c1-internal-lb",
                Type = LoadBalancerType.Internal,
                Frontends = [new FrontendIPSpec { Name = "c1-internal-lb-frontEnd", PrivateIPAddress = "10.0.0.100" }],
                BackendPoolName = "c1-internal-lb-backendPool",
                AvailabilityZones = ["1", "2", "3"],
            },
            NodeOutboundLoadBalancer = new LoadBalancerSpec
            {
                Name = "c1",
                Type = LoadBalancerType.Public,
                Frontends =
                [
                    new FrontendIPSpec { Name = "c1-frontEnd-1", PublicIPName = "pip-c1-node-outbound-1" },
                    new FrontendIPSpec { Name = "c1-frontEnd-2", PublicIPName = "pip-c1-node-outbound-2" },
                ],
                BackendPoolName = "c1-outboundBackendPool",
            },
        },
    };

    private static ClusterSpec Exotic(ClusterSpec spec)
    {
        var machine = spec.MachinePools[0].Machine with
        {
            Identity = MachineIdentityType.SystemAssigned,
            SshPublicKey = null,
            Spot = new SpotSpec("0.25", "Delete"),
            OsDisk = new OsDiskSpec { Ephemeral = true, DiskSizeGB = 30 },
            DataDisks = [new DataDiskSpec { NameSuffix = "data", DiskSizeGB = 64, Lun = 3, StorageAccountType = "Premium_LRS" }],
            Image = new ImageSpec { Marketplace = new MarketplaceImageSpec("publisher", "offer", "sku", "1.2.3", ThirdParty: true) },
            AcceleratedNetworking = false,
            AdditionalTags = new Dictionary<string, string>(StringComparer.Ordinal) { ["tier"] = "spot" },
        };
        return spec with { MachinePools = [spec.MachinePools[0] with { Machine = machine, FailureDomains = ["1", "2"] }] };
    }
}
