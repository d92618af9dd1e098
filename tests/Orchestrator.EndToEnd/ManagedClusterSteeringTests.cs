using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Fleet;
using Orchestrator.Contracts.History;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;
using Orchestrator.Simulator.Faults;

namespace Orchestrator.EndToEnd;

/// <summary>People steer the operations of AKS clusters: gates, limits, suspend, cancel, retry, restart, pause, undo.</summary>
public sealed class ManagedClusterSteeringTests
{
    private const string Cluster = "/api/clusters/default/aks1";
    private const string ControlPlane = "ManagedCluster/aks1";
    private static readonly (string, string) NoChannel = ("upgradeChannel: patch", "upgradeChannel: none");
    private static readonly (string, string) BigWork = ("mode: User\n    vmSize: ${AZURE_NODE_MACHINE_TYPE:=Standard_D2s_v3}", "mode: User\n    vmSize: Standard_D4s_v3");

    [Fact]
    public async Task UpgradePlan_NamesTheNodesThatRoll_WithTheFieldThatMakesThem()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(Sample());

        var plan = (await harness.PostAsync<ApplyOutcome>($"{Cluster}/upgrade?dryRun=true", new UpgradeRequest("v1.32.3"), HttpStatusCode.OK)).Plan!;

        Assert.Equal((0, 3, 4), (plan.Summary.Create, plan.Summary.Update, plan.Summary.MachinesToRoll));
        Assert.Empty(Node(plan, ControlPlane).Machines);
        Assert.All(Node(plan, "AgentPool/work").Machines, static m => Assert.Equal(
            ("$.properties.orchestratorVersion", "1.31.2", "1.32.3"), (m.Reasons.Single().Path, m.Reasons.Single().Before, m.Reasons.Single().After)));
        Assert.All(Node(plan, "AgentPool/work").Machines, static m => Assert.StartsWith("aks-work-", m.Name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task UpgradePlan_WithAChannel_ShowsTheNodesThatAzureTakesAlong()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample());

        var plan = (await harness.PostAsync<ApplyOutcome>($"{Cluster}/upgrade?dryRun=true", new UpgradeRequest("v1.32.3"), HttpStatusCode.OK)).Plan!;

        Assert.Equal(4, Node(plan, ControlPlane).Machines.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Upgrade_WithGates_WaitsForControlPlaneAndEachPool(bool replayAfterEveryStep)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 91, ReplayAfterEveryStep = replayAfterEveryStep });
        await harness.ApplyAndWaitAsync(Sample(Gates("control-plane-upgrade, roll")));
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
        Assert.Equal(3, (await harness.GetAsync<HistoryPage>($"{Cluster}/history")).Entries.Count(static e => e.Action == HistoryAction.Approve));
    }

    [Theory]
    [InlineData("replace", ApprovalGate.Replace)]
    [InlineData("roll", ApprovalGate.Roll)]
    public async Task ReplacedPool_WithAGate_WaitsBeforeItsStandInIsMade(string gates, ApprovalGate gate)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 92 });
        await harness.ApplyAndWaitAsync(Sample(Gates(gates), ("maxParallelPools: 1", "replacePools: true")));
        var plan = (await harness.PlanAsync(Sample(Gates(gates), ("maxParallelPools: 1", "replacePools: true"), BigWork))).Clusters.Single().Plan!;
        var id = (await harness.ApplyAsync(Sample(Gates(gates), ("maxParallelPools: 1", "replacePools: true"), BigWork))).Clusters.Single().OperationId!;
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
        await harness.ApplyAndWaitAsync(Sample(Gates("delete")));
        var deletes = harness.Azure.Resources.Calls("DELETE");
        using var response = await harness.SendAsync(HttpMethod.Delete, Cluster);
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
        await harness.ApplyAndWaitAsync(Sample(Gates("roll"), ("upgrade:", "upgrade:\n    nodeImages: false")));
        var id = await ChangeAsync(harness, "upgrade", new UpgradeRequest("v1.32.3"));
        await harness.RunForAsync(TimeSpan.FromHours(1));
        harness.Azure.Faults.Add(new FaultRule { Method = "PUT", ResourceType = "Microsoft.ContainerService/managedClusters/agentPools", Fault = Fault.Refuse(403, "AuthorizationFailed", "no"), Times = null });

        await ApproveAsync(harness, id, "AgentPool/work");
        await harness.RunForAsync(TimeSpan.FromHours(1));

        var ended = await harness.GetAsync<OperationStatus>($"/api/operations/{id}");
        Assert.Equal((OperationState.Failed, ErrorCatalog.Unauthorized.Code), (ended.State, ended.Error?.Code));
    }

    [Theory]
    [InlineData("ManagedCluster: 15m", "Microsoft.ContainerService/managedClusters", "ManagedCluster/aks1", 15)]
    [InlineData("AgentPool: 20m", "Microsoft.ContainerService/managedClusters/agentPools", "AgentPool/system", 20)]
    public async Task Step_PastItsLimit_FailsByName_AndRetryGoesOnFromThere(string limit, string type, string step, int minutes)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 95 });
        await harness.ApplyAndWaitAsync(Sample(Operations($"stepTimeouts: {{ {limit} }}")));
        harness.Azure.Faults.Add(new FaultRule { Method = "PUT", ResourceType = type, Fault = Fault.OperationHangs(TimeSpan.FromHours(2)), Times = 1 });

        var late = await harness.RunToEndAsync(await ChangeAsync(harness, "upgrade", new UpgradeRequest("v1.32.3")));

        Assert.Equal((OperationState.Failed, ErrorCatalog.AzureTimeout.Code), (late.State, late.Error?.Code));
        Assert.True(late.Error!.Message.Contains(step, StringComparison.Ordinal), late.Error.Message);
        Assert.Contains($"longer than {minutes} minutes", late.Error.Message, StringComparison.Ordinal);
        await harness.RunForAsync(TimeSpan.FromHours(2));
        await harness.SucceedAsync(await ChangeAsync(harness, "retry"));
        Assert.Equal(("1.32.3", "1.32.3"), (Version(harness), Version(harness, "work")));
    }

    [Fact]
    public async Task Suspend_HoldsTheNextStep_UntilResumed()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 96 });
        await harness.ApplyAndWaitAsync(Sample());
        var id = await ChangeAsync(harness, "upgrade", new UpgradeRequest("v1.32.3"));
        await harness.RunForAsync(TimeSpan.FromMinutes(3));
        await harness.PostAsync<OperationStatus>($"/api/operations/{id}/suspend");
        await harness.RunForAsync(TimeSpan.FromHours(3));

        Assert.Equal(OperationState.Suspended, (await harness.GetAsync<OperationStatus>($"/api/operations/{id}")).State);
        Assert.Equal(("1.32.3", "1.31.2", "1.31.2"), (Version(harness), Version(harness, "system"), Version(harness, "work")));
        await harness.PostAsync<OperationStatus>($"/api/operations/{id}/resume");
        await harness.SucceedAsync(id);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(9)]
    public async Task Cancel_StopsAfterTheStepThatAzureWorksOn_AndRetryGoesOn(int minutes)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 97 });
        await harness.ApplyAndWaitAsync(Sample());
        var id = await ChangeAsync(harness, "upgrade", new UpgradeRequest("v1.32.3"));
        await harness.RunForAsync(TimeSpan.FromMinutes(minutes));

        await harness.PostAsync<OperationStatus>($"/api/operations/{id}/cancel");
        var canceled = await harness.RunToEndAsync(id);

        Assert.Equal((OperationState.Canceled, "1.31.2"), (canceled.State, Version(harness, "work")));
        Assert.Contains("AgentPool/work", canceled.Error!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(harness.Azure.Resources.Journal, static entry => entry.Ended is null);
        await harness.SucceedAsync(await ChangeAsync(harness, "retry"));
        Assert.Equal(("1.32.3", "1.32.3"), (Version(harness), Version(harness, "work")));
    }

    /// <summary>Azure has no call that restarts a pool: another takes its pods, and it is made anew.</summary>
    [Theory]
    [InlineData("""{"pool":"work"}""", false)]
    [InlineData("{}", true)]
    public async Task Restart_ReplacesThePoolsOnce_AndNoManifestDoesItAgain(string body, bool all)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 98, ReplayAfterEveryStep = all });
        await harness.ApplyAndWaitAsync(Sample());
        await harness.RunForAsync(TimeSpan.FromMinutes(1));
        var before = NodeIds(harness);
        var plan = (await PostAsync<ApplyOutcome>(harness, $"{Cluster}/restart?dryRun=true", body)).Plan!;

        await harness.SucceedAsync((await PostAsync<ApplyOutcome>(harness, $"{Cluster}/restart", body)).OperationId!);

        Assert.Equal(all ? 4 : 2, plan.Summary.MachinesToRoll);
        Assert.All(plan.Nodes.SelectMany(static n => n.Machines), static m => Assert.Equal("$.restartedAt", m.Reasons.Single().Path));
        Assert.Equal(["system", "work"], PoolNames(harness));
        Assert.Equal(all ? 0 : 2, NodeIds(harness).Intersect(before).Count());
        Assert.Null((await harness.ApplyAsync(Sample(), HttpStatusCode.OK)).Clusters.Single().OperationId);

        // Whoever writes a pool's tags takes ours away: that asks for nothing.
        await ClearTagsAsync(harness, "work");
        var scaled = await harness.RunToEndAsync((await harness.ApplyAsync(Sample(("maxCount: 5", "maxCount: 6")))).Clusters.Single().OperationId!);
        Assert.DoesNotContain(scaled.Resources, static r => r.Key.EndsWith("@old", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"controlPlane":true}""", "only its pools")]
    [InlineData("""{"pool":"nope"}""", "system, work")]
    public async Task Restart_ThatIsNotPossible_SaysWhatIs(string body, string hint)
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(Sample());

        using var refused = await harness.SendAsync(HttpMethod.Post, $"{Cluster}/restart", new StringContent(body));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(hint, await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pause_HoldsBetweenPools_UntilItIsResumed(bool replayAfterEveryStep)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 99, ReplayAfterEveryStep = replayAfterEveryStep });
        await harness.ApplyAndWaitAsync(Sample());
        var id = await ChangeAsync(harness, "upgrade", new UpgradeRequest("v1.32.3"));
        while (Version(harness) != "1.32.3")
        {
            await harness.RunForAsync(TimeSpan.FromMinutes(1));
        }

        await harness.PostAsync<ClusterStatus>($"{Cluster}/pause?reason=holidays", expected: HttpStatusCode.OK);
        await harness.RunForAsync(TimeSpan.FromHours(2));
        var writes = harness.Azure.Resources.Calls("PUT");
        await harness.RunForAsync(TimeSpan.FromHours(2));

        var status = await harness.GetAsync<OperationStatus>($"/api/operations/{id}");
        Assert.Equal((OperationState.Running, writes, "1.31.2"), (status.State, harness.Azure.Resources.Calls("PUT"), Version(harness, "work")));
        Assert.Contains(status.Resources, static r => r.Detail == "paused (holidays): orc rollout resume default/aks1");
        await harness.PostAsync<ClusterStatus>($"{Cluster}/resume", expected: HttpStatusCode.OK);
        await harness.SucceedAsync(id);
        Assert.Equal(("1.32.3", "1.32.3"), (Version(harness, "system"), Version(harness, "work")));
    }

    [Fact]
    public async Task Pause_HoldsNoScaling_AndCancelEndsIt()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 100 });
        await harness.ApplyAndWaitAsync(Sample());
        await harness.PostAsync<ClusterStatus>($"{Cluster}/pause", expected: HttpStatusCode.OK);
        await harness.SucceedAsync(await ChangeAsync(harness, "scale", new ScaleRequest(3, "system")));

        var id = await ChangeAsync(harness, "upgrade", new UpgradeRequest("v1.32.3"));
        await harness.RunForAsync(TimeSpan.FromHours(1));
        Assert.Equal("1.31.2", Version(harness));
        await harness.PostAsync<OperationStatus>($"/api/operations/{id}/cancel");

        Assert.Equal(OperationState.Canceled, (await harness.RunToEndAsync(id)).State);
    }

    [Fact]
    public async Task Undo_GoesBackToTheSpecBefore_ButNeverToAnOlderVersion()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 101 });
        await harness.ApplyAndWaitAsync(Sample());
        await harness.SucceedAsync(await ChangeAsync(harness, "scale", new ScaleRequest(3, "system")));
        await harness.SucceedAsync(await ChangeAsync(harness, "undo"));
        Assert.Equal(2, (int)Pool(harness, "system")["count"]!);
        await harness.SucceedAsync(await ChangeAsync(harness, "upgrade", new UpgradeRequest("v1.32.3")));

        using var refused = await harness.SendAsync(HttpMethod.Post, $"{Cluster}/undo");

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("it cannot go back to v1.31.2", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static ApplyRequest Sample(params (string, string)[] changes) => AksManifests.Sample(changes: [NoChannel, .. changes]);

    private static (string, string) Gates(string gates) => Operations($"approvals: [{gates}]");

    private static (string, string) Operations(string fields) => ("  properties:\n    networkProfile", $"  operations: {{ {fields} }}\n  properties:\n    networkProfile");

    private static PlanNode Node(ClusterPlan plan, string key) => plan.Nodes.Single(n => n.Step.Key == key);

    private static async Task<string> ChangeAsync(ClusterHarness harness, string change, object? body = null) =>
        (await harness.PostAsync<ApplyOutcome>($"{Cluster}/{change}", body)).OperationId!;

    private static async Task<T> PostAsync<T>(ClusterHarness harness, string path, string body)
    {
        using var response = await harness.SendAsync(HttpMethod.Post, path, new StringContent(body));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return System.Text.Json.JsonSerializer.Deserialize<T>(text, ContractJson.Options)!;
    }

    private static async Task<IReadOnlyList<(string Step, ApprovalGate Gate)>> WaitingAsync(ClusterHarness harness, string id) =>
        [.. (await harness.GetAsync<OperationStatus>($"/api/operations/{id}")).Approvals!.Where(static a => a.By is null).Select(static a => (a.Step, a.Gate))];

    private static Task<OperationStatus> ApproveAsync(ClusterHarness harness, string id, string step) =>
        harness.PostAsync<OperationStatus>($"/api/operations/{id}/approve", new ApproveRequest(step));

    private static IReadOnlyList<string> PoolNames(ClusterHarness harness) =>
        [.. harness.Azure.Resources.All.Where(static r => r.Type == "Microsoft.ContainerService/managedClusters/agentPools").Select(static r => r.Id.Split('/')[^1]).Order(StringComparer.Ordinal)];

    private static JsonObject Pool(ClusterHarness harness, string name) => (JsonObject)Content(harness, $"{AksManifests.ClusterId}/agentPools/{name}")["properties"]!;

    private static string? Version(ClusterHarness harness, string? pool = null) =>
        pool is null ? (string?)Content(harness, AksManifests.ClusterId)["properties"]!["currentKubernetesVersion"] : (string?)Pool(harness, pool)["currentOrchestratorVersion"];

    private static JsonObject Content(ClusterHarness harness, string id) => harness.Azure.Resources.Get(id) ?? throw new InvalidOperationException($"{id} is not there");

    private static HashSet<string> NodeIds(ClusterHarness harness) =>
    [
        .. harness.Azure.Resources.All.Where(static r => r.Type == "Microsoft.Compute/virtualMachineScaleSets/virtualMachines")
            .Select(r => $"{r.Id} {Content(harness, r.Id)["properties"]!["timeCreated"]}"),
    ];

    private static async Task ClearTagsAsync(ClusterHarness harness, string pool)
    {
        var id = $"{AksManifests.ClusterId}/agentPools/{pool}";
        var body = Content(harness, id);
        Assert.NotNull(body["properties"]!["tags"]!["orchestrator-restarted-at"]);
        body["properties"]!["tags"] = new JsonObject();
        using var client = new HttpClient(harness.Azure.CreateArmHandler());
        client.DefaultRequestHeaders.Authorization = new("Bearer", "portal");
        using var response = await client.PutAsync(new Uri($"https://management.azure.com{id}?api-version=2024-09-01"), JsonContent.Create(body));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        await harness.RunForAsync(TimeSpan.FromMinutes(30));
    }
}
