using System.Net.Http.Json;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.History;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Simulator.Faults;
using static Orchestrator.EndToEnd.ManagedClusters.AksSteps;

namespace Orchestrator.EndToEnd.ManagedClusters;

/// <summary>Operations of AKS clusters wait for somebody's consent.</summary>
public sealed class ApprovalTests
{
    private const string ControlPlane = "ManagedCluster/aks1";
    private static readonly (string, string) BigWork = ("mode: User\n    vmSize: ${AZURE_NODE_MACHINE_TYPE:=Standard_D2s_v3}", "mode: User\n    vmSize: Standard_D4s_v3");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Upgrade_WithGates_WaitsForControlPlaneAndEachPool(bool replayAfterEveryStep)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 91, ReplayAfterEveryStep = replayAfterEveryStep });
        await harness.ApplyAndWaitAsync(AksManifests.WithoutUpgrades(Gates("control-plane-upgrade, roll")));
        var id = await ChangeAsync(harness, "upgrade", new UpgradeRequest("v1.32.3"));
        await harness.RunForAsync(TimeSpan.FromHours(1));

        Assert.Equal([(ControlPlane, ApprovalGate.ControlPlaneUpgrade)], await WaitingAsync(harness, id));
        Assert.Equal("1.31.2", Version(harness));

        await ApproveAsync(harness, id, ControlPlane);
        await harness.RunForAsync(TimeSpan.FromHours(1));
        Assert.Equal([("AgentPool/system", ApprovalGate.Roll), ("AgentPool/work", ApprovalGate.Roll)], await WaitingAsync(harness, id));
        Assert.Equal(("1.32.3", "1.31.2", "1.31.2"), (Version(harness), Version(harness, "system"), Version(harness, "work")));

        // In any order: what waits for its consent is in no other's way.
        await ApproveAsync(harness, id, "AgentPool/work");
        await harness.RunForAsync(TimeSpan.FromHours(1));
        Assert.Equal(("1.31.2", "1.32.3"), (Version(harness, "system"), Version(harness, "work")));
        await ApproveAsync(harness, id, "AgentPool/system");
        await harness.SucceedAsync(id);
        Assert.Equal("1.32.3", Version(harness, "system"));
        Assert.Equal(3, (await harness.GetAsync<HistoryPage>($"{ClusterPath}/history")).Entries.Count(static e => e.Action == HistoryAction.Approve));
    }

    [Theory]
    [InlineData("replace", ApprovalGate.Replace)]
    [InlineData("roll", ApprovalGate.Roll)]
    public async Task ReplacedPool_WithAGate_WaitsBeforeItsStandInIsMade(string gates, ApprovalGate gate)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 92 });
        await harness.ApplyAndWaitAsync(AksManifests.WithoutUpgrades(Gates(gates), ("maxParallelPools: 1", "replacePools: true")));
        var plan = (await harness.PlanAsync(AksManifests.WithoutUpgrades(Gates(gates), ("maxParallelPools: 1", "replacePools: true"), BigWork))).Clusters.Single().Plan!;
        var id = (await harness.ApplyAsync(AksManifests.WithoutUpgrades(Gates(gates), ("maxParallelPools: 1", "replacePools: true"), BigWork))).Clusters.Single().OperationId!;
        await harness.RunForAsync(TimeSpan.FromHours(1));

        Assert.Equal([("AgentPool/workx", gate)], await WaitingAsync(harness, id));
        Assert.Equal(["system", "work"], PoolNames(harness));
        Assert.All(Node(plan, "AgentPool/work@old").Machines, static m => Assert.Equal("$.properties.vmSize", m.Reasons.Single().Path));
        Assert.Equal(2, plan.Summary.MachinesToRoll);

        await ApproveAsync(harness, id, "AgentPool/workx");
        await harness.SucceedAsync(id);
        Assert.Equal("Standard_D4s_v3", (string?)Pool(harness, "work")["vmSize"]);
    }

    [Fact]
    public async Task Deletion_WithAGate_TouchesNothingBeforeApproval()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 93 });
        await harness.ApplyAndWaitAsync(AksManifests.WithoutUpgrades(Gates("delete")));
        var deletes = harness.Azure.Resources.Calls("DELETE");
        using var response = await harness.SendAsync(HttpMethod.Delete, ClusterPath);
        var id = (await response.Content.ReadFromJsonAsync<ApplyOutcome>(ContractJson.Options))!.OperationId!;
        await harness.RunForAsync(TimeSpan.FromHours(2));

        Assert.Equal((deletes, "Cluster/aks1"), (harness.Azure.Resources.Calls("DELETE"), (await WaitingAsync(harness, id)).Single().Step));
        await ApproveAsync(harness, id, "Cluster/aks1");
        await harness.SucceedAsync(id);
        Assert.Empty(PoolNames(harness));
    }

    /// <summary>Nobody's consent starts anything after an error, so nothing waits for it either.</summary>
    [Fact]
    public async Task Failure_OfOneStep_EndsTheWaitingForConsentOfAnother()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 94 });
        await harness.ApplyAndWaitAsync(AksManifests.WithoutUpgrades(Gates("roll"), ("upgrade:", "upgrade:\n    nodeImages: false")));
        var id = await ChangeAsync(harness, "upgrade", new UpgradeRequest("v1.32.3"));
        await harness.RunForAsync(TimeSpan.FromHours(1));
        harness.Azure.Faults.Add(new FaultRule { Method = "PUT", ResourceType = "Microsoft.ContainerService/managedClusters/agentPools", Fault = Fault.Refuse(403, "AuthorizationFailed", "no"), Times = null });

        await ApproveAsync(harness, id, "AgentPool/work");
        await harness.RunForAsync(TimeSpan.FromHours(1));

        var ended = await harness.GetAsync<OperationStatus>($"/api/operations/{id}");
        Assert.Equal((OperationState.Failed, ErrorCatalog.Unauthorized.Code), (ended.State, ended.Error?.Code));
    }

    private static (string, string) Gates(string gates) => AksManifests.Operations($"approvals: [{gates}]");

    private static async Task<IReadOnlyList<(string Step, ApprovalGate Gate)>> WaitingAsync(ClusterHarness harness, string id) =>
        [.. (await harness.GetAsync<OperationStatus>($"/api/operations/{id}")).Approvals!.Where(static a => a.By is null).Select(static a => (a.Step, a.Gate))];

    private static Task<OperationStatus> ApproveAsync(ClusterHarness harness, string id, string step) =>
        harness.PostAsync<OperationStatus>($"/api/operations/{id}/approve", new ApproveRequest(step));
}
