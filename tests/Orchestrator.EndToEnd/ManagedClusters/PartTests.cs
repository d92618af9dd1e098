using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;
using static Orchestrator.EndToEnd.ManagedClusters.AksSteps;

namespace Orchestrator.EndToEnd.ManagedClusters;

/// <summary>What belongs to an AKS cluster beside its pools: a place in a fleet, extensions, private endpoints of its subnets.</summary>
public sealed class PartTests
{
    private const string Fleet = $"/subscriptions/{Manifests.Subscription}/resourceGroups/fleets/providers/Microsoft.ContainerService/fleets/all";
    private const string Flux = $"{AksManifests.ClusterId}/providers/Microsoft.KubernetesConfiguration/extensions/flux";
    private const string Endpoint = $"/subscriptions/{Manifests.Subscription}/resourceGroups/aks1/providers/Microsoft.Network/privateEndpoints/vault";

    private const string Typed =
        "fleetsMember: {managerName: all, managerResourceGroup: fleets, group: blue}, "
        + "extensions: [{name: flux, extensionType: microsoft.flux, scope: {scopeType: Cluster, releaseNamespace: flux-system}, configurationSettings: {a: b}}]";

    private static readonly (string, string) Native = ("  pools:\n", $$"""
          fleetMember: { fleet: {{Fleet}}, group: blue }
          extensions:
          - { name: flux, extensionType: microsoft.flux, scope: { cluster: { releaseNamespace: flux-system } }, configurationSettings: { a: b } }
          pools:

        """);

    public static TheoryData<string> Formats => ["typed", "native"];

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task FleetMemberAndExtension_ComeWithTheClusterAndGoWithIt(string format)
    {
        await using var harness = await ClusterHarness.StartAsync();
        harness.Azure.Resources.Seed(Fleet, "Microsoft.ContainerService/fleets", """{"location":"westeurope"}""");
        var before = harness.Azure.Resources.All.Select(static r => r.Id).ToList();

        await harness.ApplyAndWaitAsync(Manifest(format));
        var (member, extension) = (Read(harness, $"{Fleet}/members/aks1"), Read(harness, Flux));
        var again = (await harness.PlanAsync(Manifest(format))).Clusters.Single();
        await harness.DeleteAndWaitAsync("aks1");

        Assert.Equal((AksManifests.ClusterId, "blue"), ((string?)member["properties"]!["clusterResourceId"], (string?)member["properties"]!["group"]), EqualityComparer<(string?, string?)>.Default);
        Assert.Equal(("microsoft.flux", "b"), ((string?)extension["properties"]!["extensionType"], (string?)extension["properties"]!["configurationSettings"]!["a"]));
        Assert.False(again.Changed, System.Text.Json.JsonSerializer.Serialize(again.Plan, Contracts.ContractJson.Indented));
        Assert.Equal(before, harness.Azure.Resources.All.Select(static r => r.Id));
    }

    [Fact]
    public async Task FleetMember_OfAFleetThatIsNotThere_FailsAndGoesOnOnceItIs()
    {
        await using var harness = await ClusterHarness.StartAsync();

        var applied = await harness.ApplyAsync(Manifest("typed"));
        var failed = await harness.RunToEndAsync(applied.Clusters.Single().OperationId!);
        harness.Azure.Resources.Seed(Fleet, "Microsoft.ContainerService/fleets", """{"location":"westeurope"}""");
        await ChangeAndWaitAsync(harness, "retry");

        Assert.Contains("/fleets/all", failed.Error!.ToString(), StringComparison.Ordinal);
        Assert.Equal(ClusterPhase.Ready, (await StatusAsync(harness)).Phase);
    }

    [Fact]
    public async Task SettingsOfAnExtension_ChangeInPlace()
    {
        await using var harness = await ClusterHarness.StartAsync();
        harness.Azure.Resources.Seed(Fleet, "Microsoft.ContainerService/fleets", """{"location":"westeurope"}""");
        await harness.ApplyAndWaitAsync(Manifest("typed"));

        var done = await harness.ApplyAndWaitAsync(AksManifests.Typed(controlPlane: Typed.Replace("{a: b}", "{a: c}", StringComparison.Ordinal)));

        Assert.Equal("c", (string?)Read(harness, Flux)["properties"]!["configurationSettings"]!["a"]);
        Assert.Equal(1, Writes(harness, "/managedClusters/aks1"));
        Assert.Equal(2, Writes(harness, "/extensions/flux"));
        Assert.Equal("updated", Step(done, "ClusterExtension/flux").Detail);
    }

    [Fact]
    public async Task PrivateEndpointOfTheSubnet_ComesBeforeTheClusterIsDoneAndGoesWithIt()
    {
        await using var harness = await ClusterHarness.StartAsync();
        var before = harness.Azure.Resources.All.Select(static r => r.Id).ToList();
        var manifest = AksManifests.Typed(controlPlane:
            "virtualNetwork: {name: aks1, cidrBlock: 10.0.0.0/8, subnet: {name: nodes, cidrBlock: 10.240.0.0/16, "
            + $"privateEndpoints: [{{name: vault, privateLinkServiceConnections: [{{privateLinkServiceID: /subscriptions/{Manifests.Subscription}/resourceGroups/links/providers/Microsoft.Network/privateLinkServices/vault}}], privateIPAddresses: [10.240.0.200]}}]}}}}");

        await harness.ApplyAndWaitAsync(manifest);
        var endpoint = Read(harness, Endpoint);
        var again = (await harness.PlanAsync(manifest)).Clusters.Single();
        await harness.DeleteAndWaitAsync("aks1");

        Assert.EndsWith("/virtualNetworks/aks1/subnets/nodes", (string?)endpoint["properties"]!["subnet"]!["id"], StringComparison.Ordinal);
        Assert.Equal("10.240.0.200", (string?)endpoint["properties"]!["ipConfigurations"]![0]!["properties"]!["privateIPAddress"]);
        Assert.False(again.Changed, System.Text.Json.JsonSerializer.Serialize(again.Plan, Contracts.ContractJson.Indented));
        Assert.Equal(before, harness.Azure.Resources.All.Select(static r => r.Id));
    }

    private static ApplyRequest Manifest(string format) => format == "typed" ? AksManifests.Typed(controlPlane: Typed) : AksManifests.Sample(changes: Native);
}
