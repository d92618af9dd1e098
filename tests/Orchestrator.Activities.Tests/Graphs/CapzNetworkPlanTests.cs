using System.Text.Json.Nodes;
using Orchestrator.Activities.Graphs;
using Orchestrator.Activities.Resources;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Tests.Graphs;

/// <summary>CAPZ's own networks: the AzureCluster and control plane of each flavour, with the workers of the machine-pool template, planned and made on simulated Azure.</summary>
public sealed class CapzNetworkPlanTests
{
    public static TheoryData<string> Flavours => ["private", "azure-bastion", "apiserver-ilb"];

    [Theory]
    [MemberData(nameof(Flavours))]
    public async Task Plan_OfEachFlavour_IsThatOfTheFileAndAfterwardsEmpty(string flavour)
    {
        await using var bed = await ActivitiesTestBed.StartAsync(Read(flavour));

        var plan = await bed.Plans.PlanAsync(bed.Spec, bed.Generation, OperationKind.Apply, default);

        GoldenFile.Verify(new JsonArray([.. plan.Nodes.Select(static n => (JsonNode)$"{n.Step.Action} {n.Step.Key} <- {string.Join(", ", n.Step.DependsOn)}")]), $"CapzPlan.{flavour}");
        await bed.CreateAllAsync();
        var again = await bed.Plans.PlanAsync(bed.Spec, bed.Generation, OperationKind.Apply, default);
        Assert.DoesNotContain(again.Nodes, static n => n.Step.ResourceId is not null && n.Step.Action is not (PlanAction.Keep or PlanAction.Read));
    }

    [Fact]
    public async Task Private_ControlPlane_IsReachedByItsNameAndReachesOutThroughItsOwnAddress()
    {
        await using var bed = await ActivitiesTestBed.StartAsync(Read("private"));
        await bed.CreateAllAsync();

        Assert.Equal("apiserver.c1.capz.io", bed.Spec.ClusterNetwork.ControlPlaneHost);
        var record = await bed.ReadAsync(ClusterResourceIds.ApiServerRecord(bed.Spec));
        Assert.Equal(("10.0.0.100", 300), ((string?)record["properties"]!["aRecords"]![0]!["ipv4Address"], (int)record["properties"]!["ttl"]!));
        var card = await bed.ReadAsync(ClusterResourceIds.NetworkInterface(bed.Spec, ActivitiesTestBed.Machine));
        var pools = (JsonArray)card["properties"]!["ipConfigurations"]![0]!["properties"]!["loadBalancerBackendAddressPools"]!;
        Assert.Equal(["c1-internal-lb-backendPool", "c1-outbound-lb-outboundBackendPool"], pools.Select(static p => ((string)p!["id"]!).Split('/')[^1]));
        var outbound = await bed.ReadAsync(ClusterResourceIds.LoadBalancer(bed.Spec, "c1-outbound-lb"));
        Assert.Equal(ClusterTags.ControlPlaneOutboundRole, (string?)outbound["tags"]![ClusterTags.Role]);
        var bastion = await bed.ReadAsync(ClusterResourceIds.Bastion(bed.Spec, bed.Spec.Network.Bastion!));
        Assert.Equal(("Basic", ClusterTags.BastionRole), ((string?)bastion["sku"]!["name"], (string?)bastion["tags"]![ClusterTags.Role]));
    }

    private static ClusterSpec Read(string flavour)
    {
        var (pools, other) = (Documents("machinepool"), Documents(flavour));
        string[] taken = ["AzureCluster", "KubeadmControlPlane"];
        var merged = pools.Select(document => taken.FirstOrDefault(kind => Is(document, kind)) is { } kind ? other.First(o => Is(o, kind)) : document);
        return Specs.Read(string.Join("\n---\n", merged), ("APISERVER_LB_DNS_SUFFIX", "abcdef"), ("WORKER_MACHINE_COUNT", "2"));
    }

    private static bool Is(string document, string kind) => document.Contains($"\nkind: {kind}\n", StringComparison.Ordinal);

    private static string[] Documents(string flavour)
    {
        var file = Path.Combine(Specs.ProjectRoot(), "..", "shared", "inputs", "capz", $"cluster-template-{flavour}.yaml");
        Assert.SkipUnless(File.Exists(file), $"{file} is not there.");
        return File.ReadAllText(file).Split("\n---\n");
    }
}
