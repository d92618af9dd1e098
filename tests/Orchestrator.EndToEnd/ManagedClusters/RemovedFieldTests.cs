using System.Text.Json.Nodes;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;
using Orchestrator.Simulator.Faults;
using static Orchestrator.EndToEnd.ManagedClusters.AksSteps;

namespace Orchestrator.EndToEnd.ManagedClusters;

/// <summary>A field that a manifest had and has no more goes back to what Azure makes of it, as users of kubectl apply and Terraform know it.</summary>
public sealed class RemovedFieldTests
{
    private const string Outbound = "networkProfile: { networkPlugin: azure, networkPluginMode: overlay }";

    private static readonly (string, string)[] Whole =
    [
        ("autoUpgradeProfile: { upgradeChannel: patch }", "autoUpgradeProfile: { upgradeChannel: patch, nodeOSUpgradeChannel: SecurityPatch }\n    autoScalerProfile: { scan-interval: 20s, expander: priority }\n"
            + "    apiServerAccessProfile: { authorizedIPRanges: [10.1.0.0/16] }\n    storageProfile: { blobCSIDriver: { enabled: true }, fileCSIDriver: { enabled: true } }"),
        (Outbound, "networkProfile: { networkPlugin: azure, networkPluginMode: overlay, loadBalancerProfile: { idleTimeoutInMinutes: 10, allocatedOutboundPorts: 512 } }"),
        ("upgradeSettings: { maxSurge: 33% }", "upgradeSettings: { maxSurge: 33%, drainTimeoutInMinutes: 45 }\n    scaleDownMode: Deallocate\n    nodeLabels: { team: a }\n    nodeTaints: ['team=a:NoSchedule']\n    tags: { cost: a }"),
    ];

    private static readonly (string, string)[] Less =
    [
        ("autoUpgradeProfile: { upgradeChannel: patch }", "autoUpgradeProfile: { upgradeChannel: patch }\n    storageProfile: { fileCSIDriver: { enabled: true } }"),
        ("upgradeSettings: { maxSurge: 33% }", "upgradeSettings: { maxSurge: 33% }"),
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Apply_FieldsTakenOut_GoBackToAzuresOwn_AndTheNextPlanIsEmpty(bool replayAfterEveryStep)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 121, ReplayAfterEveryStep = replayAfterEveryStep });
        await harness.ApplyAndWaitAsync(AksManifests.Sample(changes: Whole));

        var plan = (await harness.PlanAsync(AksManifests.Sample(changes: Less))).Clusters.Single().Plan!;
        await harness.ApplyAndWaitAsync(AksManifests.Sample(changes: Less));

        Assert.Equal(
            """
            ManagedCluster/aks1 $.properties.networkProfile.loadBalancerProfile.idleTimeoutInMinutes: 10 -> (removed)
            ManagedCluster/aks1 $.properties.networkProfile.loadBalancerProfile.allocatedOutboundPorts: 512 -> (removed)
            ManagedCluster/aks1 $.properties.autoUpgradeProfile.nodeOSUpgradeChannel: SecurityPatch -> (removed)
            ManagedCluster/aks1 $.properties.storageProfile.blobCSIDriver.enabled: true -> false
            ManagedCluster/aks1 $.properties.autoScalerProfile.scan-interval: 20s -> (removed)
            ManagedCluster/aks1 $.properties.autoScalerProfile.expander: priority -> (removed)
            ManagedCluster/aks1 $.properties.apiServerAccessProfile.authorizedIPRanges: ["10.1.0.0/16"] -> []
            AgentPool/work $.properties.upgradeSettings.drainTimeoutInMinutes: 45 -> (removed)
            AgentPool/work $.properties.nodeTaints: ["team=a:NoSchedule"] -> []
            AgentPool/work $.properties.nodeLabels.team: a -> (removed)
            AgentPool/work $.properties.tags.cost: a -> (removed)
            AgentPool/work $.properties.scaleDownMode: Deallocate -> (removed)
            """,
            string.Join('\n', plan.Nodes.SelectMany(static n => n.Changes.Select(c => $"{n.Step.Key} {c.Path}: {c.Before} -> {c.After ?? "(removed)"}"))));
        AssertAzuresOwn(harness);
        Assert.False((await harness.PlanAsync(AksManifests.Sample(changes: Less))).Clusters.Single().Plan!.Summary.HasChanges);
        Assert.Equal(2, Writes(harness, "/managedClusters/aks1"));
    }

    /// <summary>What is to be taken back is known until it is: by the last spec that was carried out, not by the last that was asked for.</summary>
    [Fact]
    public async Task Apply_FieldsTakenOutAndTheOperationFails_AreTakenBackByTheNextOne()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 122 });
        await harness.ApplyAndWaitAsync(AksManifests.Sample(changes: Whole));
        harness.Azure.Faults.Add(new FaultRule { Method = "PUT", ResourceType = "Microsoft.ContainerService/managedClusters", Fault = Fault.Refuse(403, "AuthorizationFailed", "The client does not have authorization."), Times = null });
        var failed = await harness.RunToEndAsync((await harness.ApplyAsync(AksManifests.Sample(changes: Less))).Clusters.Single().OperationId!);
        harness.Azure.Faults.Clear();

        // Another generation comes before it is carried out.
        await harness.ApplyAndWaitAsync(AksManifests.Sample(changes: [.. Less, ("minCount: 1", "minCount: 2")]));

        Assert.Equal(OperationState.Failed, failed.State);
        AssertAzuresOwn(harness);
    }

    [Fact]
    public async Task Apply_FieldThatOthersSet_StaysWhereTheManifestNeverHadIt()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 123 });
        await harness.ApplyAndWaitAsync(AksManifests.Sample());
        await PutInAzureAsync(harness, AksManifests.ClusterId, static body => body["properties"]!["autoScalerProfile"] = new JsonObject { ["scan-interval"] = "30s" });

        await harness.ApplyAndWaitAsync(AksManifests.Sample(changes: ("minCount: 1", "minCount: 2")));

        Assert.Equal("30s", (string?)Cluster(harness)["properties"]!["autoScalerProfile"]!["scan-interval"]);
    }

    private static void AssertAzuresOwn(ClusterHarness harness)
    {
        var properties = Cluster(harness)["properties"]!;
        var work = Pools(harness).Single(static p => (string?)p["name"] == "work");
        Assert.NotEqual("SecurityPatch", (string?)properties["autoUpgradeProfile"]!["nodeOSUpgradeChannel"]);
        Assert.Null(properties["autoScalerProfile"]?["expander"]);
        Assert.Empty(properties["apiServerAccessProfile"]!["authorizedIPRanges"]!.AsArray());
        Assert.Equal(("false", "true"), ($"{properties["storageProfile"]!["blobCSIDriver"]!["enabled"]}", $"{properties["storageProfile"]!["fileCSIDriver"]!["enabled"]}"));
        Assert.Null(properties["networkProfile"]!["loadBalancerProfile"]?["idleTimeoutInMinutes"]);
        Assert.Null(work["upgradeSettings"]!["drainTimeoutInMinutes"]);
        Assert.Equal("33%", (string?)work["upgradeSettings"]!["maxSurge"]);
        Assert.Equal("Delete", (string?)work["scaleDownMode"]);
        Assert.Null(work["nodeLabels"]?["team"]);
        Assert.Null(work["tags"]?["cost"]);
        Assert.Empty(work["nodeTaints"]?.AsArray() ?? []);
    }
}
