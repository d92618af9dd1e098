using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.EndToEnd;

/// <summary>The life of AKS clusters on simulated Azure.</summary>
public sealed class ManagedClusterTests
{
    private static readonly (string, string) NoChannel = ("upgradeChannel: patch", "upgradeChannel: none");

    public static TheoryData<string> Templates => ["cluster-template-aks.yaml", "cluster-template-aks-aso.yaml", "cluster-template-aks-aso-maintenance.yaml"];

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task Sample_CreatedAndDeleted_ServesAKubeconfigAndLeavesNothing(int seed, bool replayAlways)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = seed, ReplayAfterEveryStep = replayAlways });
        var before = harness.Azure.Resources.All.Select(static r => r.Id).ToList();

        await harness.ApplyAndWaitAsync(AksManifests.Sample());
        var status = await StatusAsync(harness);
        var kubeconfig = await harness.SendAsync(HttpMethod.Get, "/api/clusters/default/aks1/kubeconfig");
        var deleted = await harness.DeleteAndWaitAsync("aks1");

        Assert.Equal((ClusterPhase.Ready, "v1.31.2", 4), (status.Phase, status.ControlPlaneVersion, status.WorkerReplicas));
        Assert.Contains(".azmk8s.io:443", status.Endpoint, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, kubeconfig.StatusCode);
        Assert.Contains("kind: Config", await kubeconfig.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("nothing is left of it", deleted.Resources.Single(static r => r.Kind == StepKinds.NodeResourceGroup).Detail);
        Assert.Equal(before, harness.Azure.Resources.All.Select(static r => r.Id));
    }

    [Theory]
    [MemberData(nameof(Templates))]
    public async Task Template_Applied_IsReadyAndAsWanted(string name)
    {
        await using var harness = await ClusterHarness.StartAsync();

        await harness.ApplyAndWaitAsync(AksManifests.Template(name));

        Assert.Equal(ClusterPhase.Ready, (await StatusAsync(harness)).Phase);
        Assert.Equal(["pool0 System 2", "pool1 User 2"], Pools(harness).Select(static p => $"{p["name"]} {p["mode"]} {p["count"]}"));
        Assert.False((await harness.PlanAsync(AksManifests.Template(name))).Clusters.Single().Changed);
    }

    [Theory]
    [InlineData("cluster-template-aks-topology.yaml", "cluster-template-aks-clusterclass.yaml")]
    [InlineData("cluster-template-aks-aso-topology.yaml", "cluster-template-aks-aso-clusterclass.yaml")]
    public async Task Topology_WithItsClass_IsTheClusterThatTheClassDescribes(string topology, string owner)
    {
        await using var harness = await ClusterHarness.StartAsync();

        await harness.ApplyAndWaitAsync(AksManifests.Template(topology, "v1.31.2", owner));

        Assert.Equal(ClusterPhase.Ready, (await StatusAsync(harness)).Phase);
        Assert.Equal(["pool0 System 1", "pool1 User 1"], Pools(harness).Select(static p => $"{p["name"]} {p["mode"]} {p["count"]}"));
        Assert.False((await harness.PlanAsync(AksManifests.Template(topology, "v1.31.2", owner))).Clusters.Single().Changed);
    }

    [Fact]
    public async Task Create_TakesOneWriteOfTheClusterAndNoneOfItsPools()
    {
        await using var harness = await ClusterHarness.StartAsync();

        await harness.ApplyAndWaitAsync(AksManifests.Sample());

        Assert.Equal(1, Writes(harness, "/managedClusters/aks1"));
        Assert.Equal(0, Writes(harness, "/agentPools/system") + Writes(harness, "/agentPools/work"));
    }

    [Fact]
    public async Task Apply_SameManifestAgain_ChangesNothing()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample());

        var again = await harness.ApplyAsync(AksManifests.Sample(), HttpStatusCode.OK);

        Assert.False(again.Clusters.Single().Changed);
        Assert.Null(again.Clusters.Single().OperationId);
    }

    [Fact]
    public async Task Apply_FieldsOfClusterAndPool_ChangesThemInPlaceAndKeepsTheAutoscalersCount()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample());
        await ScaleInAzureAsync(harness, "work", 4);

        await harness.ApplyAndWaitAsync(AksManifests.Sample(changes:
        [
            ("upgradeChannel: patch", "upgradeChannel: stable"), ("maxCount: 5", "maxCount: 9\n    nodeLabels: { team: a }"), ("count: 2\n    availabilityZones", "count: 3\n    availabilityZones"),
        ]));

        Assert.Equal("stable", (string?)Cluster(harness)["properties"]!["autoUpgradeProfile"]!["upgradeChannel"]);
        Assert.Equal(["system 3", "work 4"], Pools(harness).Select(static p => $"{p["name"]} {p["count"]}"));
        Assert.Equal((9, "a"), ((int)Pools(harness)[1]["maxCount"]!, (string?)Pools(harness)[1]["nodeLabels"]!["team"]));
    }

    [Fact]
    public async Task Upgrade_OverTwoMinors_GoesThroughEachAndThenThePools()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample("v1.30.2", NoChannel));
        var plan = (await harness.PlanAsync(AksManifests.Sample("v1.32.3", NoChannel))).Clusters.Single().Plan!;

        await harness.ApplyAndWaitAsync(AksManifests.Sample("v1.32.3", NoChannel));

        Assert.Equal(
            ["ManagedCluster/aks1@1.31 1.30.2 → 1.31", "ManagedCluster/aks1 1.31 → 1.32.3", "AgentPool/system 1.30.2 → 1.32.3", "AgentPool/work 1.30.2 → 1.32.3"],
            plan.Nodes.SelectMany(static n => n.Changes.Where(static c => c.Path.EndsWith("Version", StringComparison.Ordinal)).Select(c => $"{n.Step.Key} {c.Before} → {c.After}")));
        Assert.All(plan.Nodes.SelectMany(static n => n.Changes), static c => Assert.EndsWith("Version", c.Path, StringComparison.Ordinal));
        Assert.Equal("v1.32.3", (await StatusAsync(harness)).ControlPlaneVersion);
        Assert.All(Pools(harness), static p => Assert.Equal("1.32.3", (string?)p["currentOrchestratorVersion"]));
        Assert.Equal(3, Writes(harness, "/managedClusters/aks1"));
    }

    [Fact]
    public async Task Upgrade_WithAChannel_TakesThePoolsAlongAsAzureDemands()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample("v1.30.2"));
        var plan = (await harness.PlanAsync(AksManifests.Sample("v1.32.3"))).Clusters.Single().Plan!;

        await harness.ApplyAndWaitAsync(AksManifests.Sample("v1.32.3"));

        Assert.Equal(["ManagedCluster/aks1@1.31", "ManagedCluster/aks1"], plan.Nodes.Where(static n => n.Step.Action == PlanAction.Update).Select(static n => n.Step.Key));
        Assert.All(Pools(harness), static p => Assert.Equal("1.32.3", (string?)p["currentOrchestratorVersion"]));
        Assert.Equal((3, 0), (Writes(harness, "/managedClusters/aks1"), Writes(harness, "/agentPools/work")));
    }

    [Fact]
    public async Task Apply_OlderVersionThanAzureWentTo_NeverGoesBack()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample(changes: NoChannel));
        await PutInAzureAsync(harness, AksManifests.ClusterId, static body => body["properties"]!["kubernetesVersion"] = "1.31.5");

        var plan = (await harness.PlanAsync(AksManifests.Sample(changes: NoChannel))).Clusters.Single();

        Assert.False(plan.Changed, plan.Plan!.ToString());
    }

    [Fact]
    public async Task Apply_PoolRenamed_AddsTheNewOneBeforeTheOldGoes()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample());

        var done = await harness.ApplyAndWaitAsync(AksManifests.Sample(changes: [("name: work", "name: other")]));

        Assert.Equal(["other", "system"], Pools(harness).Select(static p => (string)p["name"]!).Order(StringComparer.Ordinal));
        Assert.True(Step(done, "AgentPool/other").FinishedAt <= Step(done, "AgentPool/work").StartedAt);
    }

    [Fact]
    public async Task Apply_SizeOfAPool_IsRefusedUnlessPoolsMayBeReplaced()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample());
        (string, string) size = ("mode: User\n    vmSize: ${AZURE_NODE_MACHINE_TYPE:=Standard_D2s_v3}", "mode: User\n    vmSize: Standard_D4s_v3");

        var refused = await harness.ApplyRawAsync(AksManifests.Sample(changes: size));
        var done = await harness.ApplyAndWaitAsync(AksManifests.Sample(changes: [size, ("maxParallelPools: 1", "replacePools: true")]));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(["system Standard_D2s_v3", "work Standard_D4s_v3"], Pools(harness).Select(static p => $"{p["name"]} {p["vmSize"]}"));
        Assert.True(Step(done, "AgentPool/workx").FinishedAt <= Step(done, "AgentPool/work@old").StartedAt);
        Assert.True(Step(done, "AgentPool/work").FinishedAt <= Step(done, "AgentPool/workx@drained").StartedAt);
    }

    [Fact]
    public async Task StopAndStart_ChangesThePowerAndNothingElse()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample());

        await ChangeAndWaitAsync(harness, "stop");
        var stopped = (string?)Cluster(harness)["properties"]!["powerState"]!["code"];
        var whileStopped = await harness.GetAsync<ClusterPlan>("/api/clusters/default/aks1/plan");
        await ChangeAndWaitAsync(harness, "start");

        Assert.Equal("Stopped", stopped);
        Assert.False(whileStopped.Summary.HasChanges);
        Assert.Equal("Running", (string?)Cluster(harness)["properties"]!["powerState"]!["code"]);
    }

    [Fact]
    public async Task Apply_AzureAtWorkOnAPool_WaitsInsteadOfFighting()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample());
        await PutInAzureAsync(harness, $"{AksManifests.ClusterId}/agentPools/system", body => body["properties"]!["count"] = 3, wait: false);

        await harness.ApplyAndWaitAsync(AksManifests.Sample(changes: ("upgradeChannel: patch", "upgradeChannel: stable")));

        Assert.Equal(2, Writes(harness, "/managedClusters/aks1"));
        Assert.Equal("stable", (string?)Cluster(harness)["properties"]!["autoUpgradeProfile"]!["upgradeChannel"]);
    }

    [Fact]
    public async Task Apply_BorrowedNetwork_IsJoinedAndKept()
    {
        await using var harness = await ClusterHarness.StartAsync();
        var group = $"/subscriptions/{Manifests.Subscription}/resourceGroups/net";
        harness.Azure.Resources.Seed(group, "Microsoft.Resources/resourceGroups", """{"location":"westeurope"}""");
        harness.Azure.Resources.Seed(
            $"{group}/providers/Microsoft.Network/virtualNetworks/shared", "Microsoft.Network/virtualNetworks",
            """{"location":"westeurope","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/8"]},"subnets":[{"name":"nodes","properties":{"addressPrefix":"10.240.0.0/16"}}]}}""");
        var network = ("  pools:\n", "  network:\n    virtualNetwork: { name: shared, resourceGroup: net, cidrs: [10.0.0.0/8] }\n    subnets: [{ name: nodes, cidrs: [10.240.0.0/16] }]\n  pools:\n");

        await harness.ApplyAndWaitAsync(AksManifests.Sample(changes: network));
        var pool = Pools(harness)[0];
        await harness.DeleteAndWaitAsync("aks1");

        Assert.EndsWith("/virtualNetworks/shared/subnets/nodes", (string?)pool["vnetSubnetID"], StringComparison.Ordinal);
        Assert.Contains(harness.Azure.Resources.All, r => r.Id.EndsWith("/virtualNetworks/shared", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NodeImages_OfLastMonth_MoveToTheNewestWhereTheSpecAsksForIt()
    {
        await using var harness = await ClusterHarness.StartAsync();
        (string, string) images = ("maxParallelPools: 1", "nodeImages: true");
        (string, string) noUpgrades = ("upgradeChannel: patch", "upgradeChannel: none, nodeOSUpgradeChannel: None");
        await harness.ApplyAndWaitAsync(AksManifests.Sample(changes: [noUpgrades, images]));
        var before = Images(harness);
        await harness.RunForAsync(TimeSpan.FromDays(30));
        harness.Clock.Advance(TimeSpan.FromDays(8));

        var plan = (await harness.PlanAsync(AksManifests.Sample(changes: [noUpgrades, images]))).Clusters.Single().Plan!;
        await harness.ApplyAndWaitAsync(AksManifests.Sample(changes: [noUpgrades, images]));

        Assert.Equal(["NodeImage/system", "NodeImage/work"], plan.Nodes.Where(static n => n.Step.Action == PlanAction.Update).Select(static n => n.Step.Key));
        Assert.All(Images(harness).Zip(before), static pair => Assert.NotEqual(pair.First, pair.Second));
        Assert.False((await harness.PlanAsync(AksManifests.Sample(changes: [noUpgrades, images]))).Clusters.Single().Changed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Pools_WithinTheirBudget_AllReachTheirState(int budget)
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample());

        var done = await harness.ApplyAndWaitAsync(AksManifests.Sample(changes:
        [
            ("maxParallelPools: 1", $"maxParallelPools: {budget}"), ("count: 2\n    availabilityZones", "count: 3\n    availabilityZones"), ("maxCount: 5", "maxCount: 6"),
        ]));

        Assert.Equal(["system 3 ", "work 2 6"], Pools(harness).Select(static p => $"{p["name"]} {p["count"]} {p["maxCount"]}"));
        Assert.True(budget > 1 || Step(done, "AgentPool/system").FinishedAt <= Step(done, "AgentPool/work").StartedAt);
    }

    [Fact]
    public async Task Kubeconfig_OfAUserAndOfAPrivateCluster_SignsInWithKubeloginAtThePrivateName()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample(changes: ("    oidcIssuerProfile:", "    aadProfile: { managed: true }\n    disableLocalAccounts: true\n    apiServerAccessProfile: { enablePrivateCluster: true }\n    oidcIssuerProfile:")));

        var text = await (await harness.SendAsync(HttpMethod.Get, "/api/clusters/default/aks1/kubeconfig?user=true")).Content.ReadAsStringAsync();
        var only = await (await harness.SendAsync(HttpMethod.Get, "/api/clusters/default/aks1/kubeconfig")).Content.ReadAsStringAsync();

        Assert.Contains("command: kubelogin", text, StringComparison.Ordinal);
        Assert.Contains("privatelink.westeurope.azmk8s.io:443", text, StringComparison.Ordinal);
        Assert.Equal(text, only);
    }

    [Fact]
    public async Task ScaleAndUpgrade_ByName_ChangeTheClusterAndRefuseWhatIsNotTheirs()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample());

        await ChangeAndWaitAsync(harness, "scale", new ScaleRequest(3, "system"));
        await ChangeAndWaitAsync(harness, "upgrade", new UpgradeRequest("v1.32.3"));
        var scaled = await harness.SendAsync(HttpMethod.Post, "/api/clusters/default/aks1/scale", JsonContent.Create(new ScaleRequest(3, "work"), options: ContractJson.Options));
        var restarted = await harness.SendAsync(HttpMethod.Post, "/api/clusters/default/aks1/restart");

        Assert.Equal(["system 3 1.32.3", "work 2 1.32.3"], Pools(harness).Select(static p => $"{p["name"]} {p["count"]} {p["currentOrchestratorVersion"]}"));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (scaled.StatusCode, restarted.StatusCode));
    }

    [Fact]
    public async Task Change_WhileStopped_IsRefusedWithWhatToDo()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample());
        await ChangeAndWaitAsync(harness, "stop");

        var refused = await harness.ApplyRawAsync(AksManifests.Sample(changes: ("upgradeChannel: patch", "upgradeChannel: stable")), "?dryRun=true");

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("ORC0250", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adopt_AClusterThatExists_LeavesItAsItIsAndThenChangesIt()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample());
        await using var other = await ClusterHarness.StartAsync();
        var group = AksManifests.ClusterId[..AksManifests.ClusterId.IndexOf("/providers", StringComparison.Ordinal)];
        other.Azure.Resources.Seed(group, "Microsoft.Resources/resourceGroups", """{"location":"westeurope"}""");
        var made = Read(harness, AksManifests.ClusterId);
        await PutInAzureAsync(other, AksManifests.ClusterId, Creatable(made), wait: true);

        var answer = await other.SendAsync(HttpMethod.Post, "/api/adopt", JsonContent.Create(new AdoptRequest { ResourceId = AksManifests.ClusterId }, options: ContractJson.Options));
        var adopted = (await answer.Content.ReadFromJsonAsync<AdoptResult>(ContractJson.Options))!;
        var manifest = new ApplyRequest([new ManifestFile("adopted.yaml", adopted.Manifest)], null);
        var before = Writes(other, "/managedClusters/aks1");
        await other.ApplyAndWaitAsync(manifest);
        var after = Writes(other, "/managedClusters/aks1");
        await other.ApplyAndWaitAsync(manifest with { Files = [new ManifestFile("adopted.yaml", adopted.Manifest.Replace("upgradeChannel: patch", "upgradeChannel: stable", StringComparison.Ordinal))] });

        Assert.False(adopted.Plan.Summary.HasChanges, System.Text.Json.JsonSerializer.Serialize(adopted.Plan, ContractJson.Indented));
        Assert.Equal((1, 1, 2), (before, after, Writes(other, "/managedClusters/aks1")));
        Assert.Equal("stable", (string?)Read(other, AksManifests.ClusterId)["properties"]!["autoUpgradeProfile"]!["upgradeChannel"]);
        Assert.Equal(ClusterPhase.Ready, (await StatusAsync(other)).Phase);
    }

    [Fact]
    public async Task Abort_WhileAzureUpgrades_EndsTheOperationAndAzuresWork()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample());
        var upgrade = await harness.ApplyAsync(AksManifests.Sample("v1.32.3"));
        await harness.RunForAsync(TimeSpan.FromMinutes(2));

        var answer = await harness.SendAsync(HttpMethod.Post, "/api/clusters/default/aks1/abort");
        var result = (await answer.Content.ReadFromJsonAsync<AbortResult>(ContractJson.Options))!;
        var ended = await harness.RunToEndAsync(upgrade.Clusters.Single().OperationId!);
        await harness.ApplyAndWaitAsync(AksManifests.Sample("v1.32.3"));

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal([AksManifests.ClusterId], result.Aborted, StringComparer.OrdinalIgnoreCase);
        Assert.Equal((OperationState.Canceled, upgrade.Clusters.Single().OperationId), (ended.State, result.OperationId));
        Assert.Equal("v1.32.3", (await StatusAsync(harness)).ControlPlaneVersion);
    }

    private static Task<ClusterStatus> StatusAsync(ClusterHarness harness) => harness.GetAsync<ClusterStatus>("/api/clusters/default/aks1");

    private static JsonObject Cluster(ClusterHarness harness) => Read(harness, AksManifests.ClusterId);

    private static List<JsonObject> Pools(ClusterHarness harness) => [.. Cluster(harness)["properties"]!["agentPoolProfiles"]!.AsArray().OfType<JsonObject>().OrderBy(static p => (string?)p["name"], StringComparer.Ordinal)];

    private static List<string> Images(ClusterHarness harness) => [.. Pools(harness).Select(static p => (string)p["nodeImageVersion"]!)];

    private static StepStatus Step(OperationStatus operation, string key) => operation.Resources.Single(r => r.Key == key);

    private static async Task ChangeAndWaitAsync(ClusterHarness harness, string change, object? body = null)
    {
        var response = await harness.SendAsync(HttpMethod.Post, $"/api/clusters/default/aks1/{change}", body is null ? null : JsonContent.Create(body, body.GetType(), options: ContractJson.Options));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        await harness.SucceedAsync((await response.Content.ReadFromJsonAsync<ApplyOutcome>(ContractJson.Options))!.OperationId!);
    }

    private static int Writes(ClusterHarness harness, string idEnd) =>
        harness.Azure.Resources.Journal.Count(e => e is { Method: "PUT" } && e.ResourceId.EndsWith(idEnd, StringComparison.OrdinalIgnoreCase));

    private static JsonObject Read(ClusterHarness harness, string id) => harness.Azure.Resources.Get(id) ?? throw new InvalidOperationException($"{id} is not there");

    private static Task ScaleInAzureAsync(ClusterHarness harness, string pool, int count) =>
        PutInAzureAsync(harness, $"{AksManifests.ClusterId}/agentPools/{pool}", body => body["properties"]!["count"] = count);

    /// <summary>A body to make the same cluster with.</summary>
    private static JsonObject Creatable(JsonObject cluster)
    {
        var body = new JsonObject { ["location"] = "westeurope", ["identity"] = new JsonObject { ["type"] = "SystemAssigned" }, ["properties"] = cluster["properties"]!.DeepClone() };
        ((JsonObject)body["properties"]!).Remove("nodeResourceGroup");
        ((JsonObject)body["properties"]!).Remove("identityProfile");
        (body["properties"]!["networkProfile"]!["loadBalancerProfile"] as JsonObject)?.Remove("effectiveOutboundIPs");
        return body;
    }

    private static Task PutInAzureAsync(ClusterHarness harness, string id, Action<JsonObject> change, bool wait = true)
    {
        var body = Read(harness, id);
        (body["properties"] as JsonObject)?.Remove("agentPoolProfiles");
        change(body);
        return PutInAzureAsync(harness, id, body, wait);
    }

    /// <summary>A change past us, as somebody makes it in the portal.</summary>
    private static async Task PutInAzureAsync(ClusterHarness harness, string id, JsonObject body, bool wait)
    {
        using var client = new HttpClient(harness.Azure.CreateArmHandler());
        client.DefaultRequestHeaders.Authorization = new("Bearer", "portal");
        var uri = new Uri($"https://management.azure.com{id}?api-version=2024-09-01");
        using var response = await client.PutAsync(uri, JsonContent.Create(body));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        if (wait)
        {
            await harness.RunForAsync(TimeSpan.FromHours(2));
        }
    }
}
