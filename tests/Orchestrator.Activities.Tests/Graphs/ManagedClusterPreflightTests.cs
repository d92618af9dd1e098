using System.Text.Json.Nodes;
using Orchestrator.Activities.Graphs;
using Orchestrator.Activities.Graphs.Preflight;
using Orchestrator.Activities.Resources;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Activities.Tests.Graphs;

/// <summary>What Azure would refuse of an AKS cluster half-way is refused before anything is created.</summary>
public sealed class ManagedClusterPreflightTests
{
    private const string Family = "standardDSv3Family";
    private const string Identity = $"/subscriptions/{Specs.Subscription}/resourceGroups/ids/providers/Microsoft.ManagedIdentity/userAssignedIdentities/aks";

    [Theory]
    [InlineData("v1.28.1", "AKS has no Kubernetes 1.28.1 in westeurope; it has 1.29 (long-term support), 1.30, 1.31, 1.32, 1.33, 1.34, 1.35 (preview).")]
    [InlineData("v1.31.77", "AKS has no Kubernetes 1.31.77 in westeurope; of 1.31 it has 1.31.0, 1.31.1, ")]
    [InlineData("v1.29.3", "Kubernetes 1.29.3 has long-term support only in westeurope, which the cluster does not have")]
    public async Task Plan_VersionThatTheLocationLacks_NamesThoseItHas(string version, string message) =>
        Assert.StartsWith(message, (await RefusedAsync(ErrorCatalog.ImpossibleVersion, Spec(version: version))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Plan_VersionWithLongTermSupport_IsTakenFromAClusterThatHasIt() =>
        Assert.True(await IsTakenAsync(Spec("supportPlan: AKSLongTermSupport", "sku: {name: Base, tier: Premium}", version: "v1.29.3")));

    [Fact]
    public async Task Plan_VersionOfAPool_IsLookedAtToo()
    {
        await using var bed = await ActivitiesTestBed.StartAsync(Spec(pool: "kubernetesVersion: v1.30.5"));
        bed.Azure.Releases.Withdraw(Specs.Location, "1.30.5");

        Assert.StartsWith("AKS has no Kubernetes 1.30.5 in westeurope; of 1.30 it has", (await RefusedAsync(ErrorCatalog.ImpossibleVersion, bed)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Standard_D2s_v99", "", "The size Standard_D2s_v99 of the pool pool0 is not offered in westeurope.")]
    [InlineData("Standard_D2s_v3", "availabilityZones: [\"3\"]", "The subscription may not use the size Standard_D2s_v3 of the pool pool0 in zone 3 of westeurope; it can be had in 1, 2.")]
    [InlineData("Standard_D2s_v3", "availabilityZones: [\"2\"]", null)]
    public async Task Plan_SizeOrZoneThatIsNotOffered_IsNamedWithItsPool(string size, string pool, string? message)
    {
        await using var bed = await ActivitiesTestBed.StartAsync(Spec(size: size, pool: pool));
        bed.Azure.Sizes.Restrict(Specs.Location, "Standard_D2s_v3", "3");

        if (message is null)
        {
            Assert.True((await bed.Plans.PlanAsync(bed.Spec, bed.Generation, OperationKind.Apply, default)).Summary.HasChanges);
            return;
        }

        Assert.Equal(message, (await RefusedAsync(ErrorCatalog.SkuNotAvailable, bed)).Message);
    }

    [Fact]
    public async Task Plan_QuotaTooSmallForAllPools_SaysHowMuchIsNeededForWhatAndWhere()
    {
        await using var bed = await ActivitiesTestBed.StartAsync(Spec(pool: "count: 3", second: "- {name: work, mode: User, vmSize: Standard_D4s_v3, enableAutoScaling: true, minCount: 2, maxCount: 9}"));
        bed.Azure.Quotas.Set(Specs.Location, Family, 13);

        var error = await RefusedAsync(ErrorCatalog.QuotaExceeded, bed);

        Assert.Equal($"Quota {Family} vCPUs ({Family}) in westeurope: limit 13, usage 0, 14 more needed (pool pool0 6, pool work 8); ask for a limit of at least 14.", error.Message);
        bed.Azure.Quotas.Set(Specs.Location, Family, 14);
        Assert.True((await bed.Plans.PlanAsync(bed.Spec, bed.Generation, OperationKind.Apply, default)).Summary.HasChanges);
    }

    [Fact]
    public async Task Plan_SpotPool_NeedsLowPriorityCores()
    {
        await using var bed = await ActivitiesTestBed.StartAsync(Spec(second: "- {name: spot, mode: User, vmSize: Standard_D4s_v3, count: 2, scaleSetPriority: Spot}"));
        bed.Wire.Edits["/usages"] = static list =>
        {
            list["value"]!.AsArray().Add(JsonNode.Parse("""{"name":{"value":"lowPriorityCores"},"currentValue":0,"limit":7}"""));
            return list;
        };

        Assert.Contains("8 more needed (pool spot 8)", (await RefusedAsync(ErrorCatalog.QuotaExceeded, bed)).Message, StringComparison.Ordinal);
    }

    /// <summary>A /27 has 27 addresses for anybody.</summary>
    [Theory]
    [InlineData("azure", "", "", "pool pool0 1 nodes with 31 each")]
    [InlineData("azure", "", "maxPods: 25, count: 2", "pool pool0 2 nodes with 26 each")]
    [InlineData("azure", "", "maxPods: 25", null)]
    [InlineData("azure", "networkPluginMode: overlay, ", "count: 20", null)]
    [InlineData("kubenet", "", "count: 28", "pool pool0 28 nodes with 1 each")]
    [InlineData("azure", "", "podSubnetID: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/pods, count: 20", null)]
    public async Task Plan_SubnetTooSmallForThePlugin_SaysWhatIsNeeded(string plugin, string mode, string pool, string? says)
    {
        var spec = Spec(
            $"networkProfile: {{{mode}networkPlugin: {plugin}}}",
            "network: {virtualNetwork: {name: v, cidrs: [10.0.0.0/16]}, subnets: [{name: nodes, cidrs: [10.0.0.0/27]}]}", pool: pool);
        if (says is null)
        {
            Assert.True(await IsTakenAsync(spec));
            return;
        }

        var error = await RefusedAsync(ErrorCatalog.AddressConflict, spec);
        Assert.StartsWith("The subnet nodes (10.0.0.0/27) has 27 addresses, and ", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_IdentityThatIsNotThere_IsNamed() =>
        Assert.Contains(Identity, (await RefusedAsync(ErrorCatalog.AzureNotFound, WithIdentity())).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"actions":["*"],"notActions":["Microsoft.ManagedIdentity/*/assign/action"]}""", "may not give the cluster the identity")]
    [InlineData("""{"actions":["*/read"],"notActions":[]}""", "may not give the cluster the identity")]
    [InlineData("""{"actions":["*"],"notActions":["*/delete"]}""", null)]
    [InlineData("""{"actions":["Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action","*/read"],"notActions":[]}""", "may not give")]
    public async Task Plan_IdentityThatMayNotBeGiven_IsNamedWithTheAction(string permission, string? says)
    {
        await using var bed = await ActivitiesTestBed.StartAsync(WithIdentity());
        bed.Azure.Resources.Seed(Identity, "Microsoft.ManagedIdentity/userAssignedIdentities", """{"location":"westeurope"}""");
        bed.Wire.Edits["/permissions"] = _ => new JsonObject { ["value"] = new JsonArray(JsonNode.Parse(permission)) };

        if (says is null)
        {
            Assert.True((await bed.Plans.PlanAsync(bed.Spec, bed.Generation, OperationKind.Apply, default)).Summary.HasChanges);
            return;
        }

        var error = await RefusedAsync(ErrorCatalog.Unauthorized, bed);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains("Microsoft.ManagedIdentity/userAssignedIdentities/assign/action", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_CallerThatMayNotWriteClustersInTheGroup_SaysSo()
    {
        await using var bed = await ActivitiesTestBed.StartAsync(Spec());
        bed.Azure.Resources.Seed(ClusterResourceIds.ResourceGroup(bed.Spec), "Microsoft.Resources/resourceGroups", """{"location":"westeurope"}""");
        bed.Wire.Edits["/permissions"] = static _ => JsonNode.Parse("""{"value":[{"actions":["*/read"],"notActions":[]}]}""")!.AsObject();

        Assert.Contains("may not Microsoft.ContainerService/managedClusters/write in resource group c1", (await RefusedAsync(ErrorCatalog.Unauthorized, bed)).Message, StringComparison.Ordinal);
    }

    /// <summary>Three pools that surge by 4, 2 and 2 cores: so many at once, so much room.</summary>
    [Theory]
    [InlineData(1, 4, "pool a 4")]
    [InlineData(2, 6, "pool a 4, pool b 2")]
    [InlineData(9, 8, "pool a 4, pool b 2, pool c 2")]
    public void Quota_OfRollsThatTakeTurns_CountsThoseThatStandTogether(int atOnce, int needed, string parts)
    {
        var demands = new[] { Roll("pool c", "Standard_D2s_v3"), Roll("pool b", "Standard_D2s_v3"), Roll("pool a", "Standard_D4s_v3") }.Reverse();
        var usages = new[] { JsonNode.Parse($$"""{"name":{"value":"{{Family}}"},"currentValue":10,"limit":10}""")!.AsObject() };
        var facts = new SkuFacts([], new Dictionary<string, SizeFacts>(StringComparer.OrdinalIgnoreCase) { ["Standard_D2s_v3"] = Size("2"), ["Standard_D4s_v3"] = Size("4") });

        Assert.Contains($"{needed} more needed ({parts})", Assert.Single(QuotaCheck.Problems(demands, facts, usages, Specs.Location, atOnce)), StringComparison.Ordinal);
    }

    private static MachineDemand Roll(string path, string size) =>
        new(path, new MachineSpec { VmSize = size, Image = new ImageSpec(), OsDisk = new OsDiskSpec() }, [], 1, 1, size, 1, MakesMachines: true);

    private static SizeFacts Size(string cpus) => new() { Family = Family, Capabilities = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["vCPUs"] = cpus } };

    private static async Task<bool> IsTakenAsync(ClusterSpec spec)
    {
        await using var bed = await ActivitiesTestBed.StartAsync(spec);
        return (await bed.Plans.PlanAsync(bed.Spec, bed.Generation, OperationKind.Apply, default)).Summary.HasChanges;
    }

    private static async Task<OrchestratorError> RefusedAsync(ErrorDefinition definition, ClusterSpec spec)
    {
        await using var bed = await ActivitiesTestBed.StartAsync(spec);
        return await RefusedAsync(definition, bed);
    }

    private static async Task<OrchestratorError> RefusedAsync(ErrorDefinition definition, ActivitiesTestBed bed)
    {
        var result = await bed.Get<PlanClusterActivity>().RunAsync(new PlanRequest(bed.Spec.Key, "default.c1.1", OperationKind.Apply), default);
        Assert.Equal((definition.Code, 0), (result.Error?.Code, bed.Wire.Puts));
        return result.Error!;
    }

    private static ClusterSpec WithIdentity() => Spec(spec: $$"""managedIdentity: {type: UserAssigned, userAssignedIdentities: { {{Identity}}: {} } }""");

    private static ClusterSpec Spec(string properties = "", string spec = "", string pool = "", string second = "", string version = "v1.31.2", string size = "Standard_D2s_v3") => Specs.Read($$"""
        apiVersion: orchestrator/v1alpha1
        kind: ManagedCluster
        metadata: {name: c1}
        spec:
          subscription: {{Specs.Subscription}}
          location: westeurope
          kubernetesVersion: {{version}}
          properties: { {{properties}} }
          pools:
          - {name: pool0, mode: System, vmSize: {{size}}, {{pool}} }
          {{second}}
          {{spec}}
        """);
}
