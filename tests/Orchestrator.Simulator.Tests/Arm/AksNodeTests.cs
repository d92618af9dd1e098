using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Machines;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>AKS below its API: the nodes, their cluster, and what Azure has of them.</summary>
public sealed class AksNodeTests
{
    private const string Cluster = $"{AzureTestBed.Group}/providers/Microsoft.ContainerService/managedClusters/aks";
    private const string SystemPool = $"{Cluster}/agentPools/system";
    private const string Pool = $"{Cluster}/agentPools/user";
    private const string NodeGroup = $"{AzureTestBed.Subscription}/resourceGroups/MC_rg_aks_westeurope";

    [Fact]
    public async Task NodeResourceGroup_HoldsWhatTheNodesNeed()
    {
        await using var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Cluster, ArmBodies.Cluster(count: 3));
        var made = (await bed.GetAsync($"{NodeGroup}/resources")).Body!["value"]!.AsArray().ToLookup(static item => item!["type"]!.ToString(), static item => item!["name"]!.ToString());
        Assert.Matches("^aks-system-[0-9]{8}-vmss$", Assert.Single(made["Microsoft.Compute/virtualMachineScaleSets"]));
        Assert.Equal("kubernetes", Assert.Single(made["Microsoft.Network/loadBalancers"]));
        Assert.Equal("aks-agentpool", Assert.Single(made["Microsoft.ManagedIdentity/userAssignedIdentities"])[^9..] is "agentpool" ? "aks-agentpool" : "");
        Assert.Single(made["Microsoft.Network/networkSecurityGroups"]);
        Assert.Single(made["Microsoft.Network/virtualNetworks"]);
        var address = $"{NodeGroup}/providers/Microsoft.Network/publicIPAddresses/{Assert.Single(made["Microsoft.Network/publicIPAddresses"])}";
        var shown = (await bed.GetAsync(Cluster)).Body!["properties"]!;
        Assert.Equal(address, shown["networkProfile"]!["loadBalancerProfile"]!["effectiveOutboundIPs"]![0]!["id"]!.ToString());
        Assert.EndsWith("/aks-agentpool", shown["identityProfile"]!["kubeletidentity"]!["resourceId"]!.ToString());
        Assert.Equal(Cluster, (await bed.GetAsync(NodeGroup)).Body!["managedBy"]!.ToString());
    }

    [Fact]
    public async Task Nodes_AreReady_WithTheLabelsOfAks()
    {
        await using var bed = await AzureTestBed.StartAsync();
        var body = ArmBodies.Cluster(count: 2);
        body["properties"]!["agentPoolProfiles"]![0]!["nodeLabels"] = new JsonObject { ["team"] = "blue" };
        body["properties"]!["agentPoolProfiles"]![0]!["nodeTaints"] = new JsonArray("CriticalAddonsOnly=true:NoSchedule");
        await bed.CreateAsync(Cluster, body);
        using var client = await AksKubeconfig.ConnectAsync(bed, Cluster);
        var nodes = await AksKubeconfig.ListAsync(client, "/api/v1/nodes");
        Assert.Equal(2, nodes.Count);
        var node = nodes[0];
        Assert.Matches("^aks-system-[0-9]{8}-vmss00000[0-9a-z]$", node["metadata"]!["name"]!.ToString());
        Assert.StartsWith("azure:///subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/mc_rg_aks_westeurope/providers/Microsoft.Compute/virtualMachineScaleSets/aks-system-", node["spec"]!["providerID"]!.ToString());
        Assert.Equal("v1.33.2", node["status"]!["nodeInfo"]!["kubeletVersion"]!.ToString());
        var labels = node["metadata"]!["labels"]!;
        Assert.Equal(("system", "system", "MC_rg_aks_westeurope", "blue"), (labels["agentpool"]!.ToString(), labels["kubernetes.azure.com/mode"]!.ToString(), labels["kubernetes.azure.com/cluster"]!.ToString(), labels["team"]!.ToString()));
        Assert.Contains(node["spec"]!["taints"]!.AsArray(), static taint => taint!["key"]!.ToString() == "CriticalAddonsOnly");
        Assert.All(bed.Azure.Machines.Clusters.All.Single().Nodes, static item => Assert.True(item.Ready));
        await bed.AdvanceAsync(TimeSpan.FromMinutes(1));
        var pods = await AksKubeconfig.ListAsync(client, "/api/v1/namespaces/kube-system/pods");
        Assert.Equal(2, pods.Count(static pod => pod["metadata"]!["name"]!.ToString().StartsWith("coredns-", StringComparison.Ordinal) && pod["metadata"]!["labels"]!["k8s-app"]!.ToString() == "kube-dns"));
        Assert.All(pods, static pod => Assert.Equal("Running", pod["status"]!["phase"]!.ToString()));
        Assert.Equal(3, (await AksKubeconfig.ListAsync(client, "/apis/policy/v1/poddisruptionbudgets")).Count);
    }

    [Theory]
    [InlineData("1", 4)]
    [InlineData("50%", 5)]
    [InlineData("100%", 6)]
    public async Task Upgrade_SurgesDrainsAndReimages_AndNeverHasFewerNodesThanThePool(string surge, int most)
    {
        await using var bed = await StartAsync(new SampleWorkload("web", 6, MinAvailable: "4"));
        await bed.CreateAsync(Pool, ArmBodies.Pool("User", count: 3));
        var before = await InstancesAsync(bed);
        await UpgradeControlPlaneAsync(bed, "1.34.0");
        var from = bed.Clock.GetUtcNow();
        var body = ArmBodies.Pool("User", "1.34.0", 3);
        body["properties"]!["upgradeSettings"] = new JsonObject { ["maxSurge"] = surge };
        Assert.Equal("Upgrading", (await bed.PutAsync(Pool, body)).State);
        await bed.SettleAsync();
        var shown = (await bed.GetAsync(Pool)).Body!["properties"]!;
        Assert.Equal(("Succeeded", "1.34.0"), (shown["provisioningState"]!.ToString(), shown["currentOrchestratorVersion"]!.ToString()));
        Assert.Equal(before, await InstancesAsync(bed));
        Assert.All(Nodes(bed), static node => Assert.Equal((true, false, "v1.34.0"), (node.Ready, node.Unschedulable, node.KubeletVersion)));
        var counts = Ready(bed, from).ToList();
        Assert.True(counts.TrueForAll(static count => count >= 3), $"Ready nodes went below three: {string.Join(' ', counts)}");
        Assert.Equal(most, counts.Max());
    }

    [Fact]
    public async Task Upgrade_ThatABudgetBlocks_FailsAfterTheDrainTimeout_AndTheNextOneGoesOn()
    {
        await using var bed = await StartAsync(new SampleWorkload("web", 3, MinAvailable: "3"));
        var body = ArmBodies.Pool("User", "1.34.0", 3);
        body["properties"]!["upgradeSettings"] = new JsonObject { ["drainTimeoutInMinutes"] = 5 };
        await bed.CreateAsync(Pool, ArmBodies.Pool("User", count: 3));
        await UpgradeControlPlaneAsync(bed, "1.34.0");
        var began = bed.Clock.GetUtcNow();
        var answer = await bed.PutAsync(Pool, body);
        await bed.SettleAsync();
        Assert.InRange(bed.Clock.GetUtcNow() - began, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(8));
        var status = (await bed.SendAsync("GET", answer.Header("Azure-AsyncOperation")!)).Body!;
        Assert.Equal(("Failed", "UpgradeFailed"), (status["status"]!.ToString(), status["error"]!["code"]!.ToString()));
        Assert.Contains("blocked by pdb web with 0 unready pods", status["error"]!["message"]!.ToString());
        var shown = (await bed.GetAsync(Pool)).Body!["properties"]!;
        Assert.Equal(("Failed", "1.33.2"), (shown["provisioningState"]!.ToString(), shown["currentOrchestratorVersion"]!.ToString()));
        Assert.Equal(3, (await InstancesAsync(bed)).Count);
        Assert.All(Nodes(bed), static node => Assert.False(node.Unschedulable));
        using var client = await AksKubeconfig.ConnectAsync(bed, Cluster);
        using var patch = new StringContent("""{"spec":{"minAvailable":1}}""", Encoding.UTF8, "application/merge-patch+json");
        (await client.PatchAsync(new Uri("/apis/policy/v1/namespaces/default/poddisruptionbudgets/web", UriKind.Relative), patch)).EnsureSuccessStatusCode();
        Assert.Equal(200, (await bed.PutAsync(Pool, body)).Status);
        await bed.SettleAsync();
        Assert.All(Nodes(bed), static node => Assert.Equal("v1.34.0", node.KubeletVersion));
    }

    [Fact]
    public async Task Abort_StopsWhereItIs_AndTheNextWriteTakesItUp()
    {
        await using var bed = await StartAsync(null);
        await bed.CreateAsync(Pool, ArmBodies.Pool("User", count: 4));
        await UpgradeControlPlaneAsync(bed, "1.34.0");
        Assert.Equal(204, (await bed.SendAsync("POST", $"{Pool}/abort")).Status);
        var upgrading = await bed.PutAsync(Pool, ArmBodies.Pool("User", "1.34.0", 4));
        while (Nodes(bed).All(static node => node.KubeletVersion != "v1.34.0" || !node.Ready) || Nodes(bed).Count(static node => node.KubeletVersion == "v1.34.0") < 2)
        {
            await bed.AdvanceAsync(TimeSpan.FromSeconds(5));
        }

        var abort = await bed.SendAsync("POST", $"{Pool}/abort");
        Assert.Equal(202, abort.Status);
        Assert.Equal("Canceling", (await bed.GetAsync(Pool)).State);
        Assert.Equal("Canceling", (await bed.SendAsync("GET", upgrading.Header("Azure-AsyncOperation")!)).Body!["status"]!.ToString());
        Assert.Equal(409, (await bed.PutAsync(Pool, ArmBodies.Pool("User", "1.34.0", 4))).Status);
        await bed.SettleAsync();
        Assert.Equal("Canceled", (await bed.GetAsync(Pool)).State);
        Assert.Equal("Canceled", (await bed.SendAsync("GET", upgrading.Header("Azure-AsyncOperation")!)).Body!["status"]!.ToString());
        Assert.Equal(2, Nodes(bed).Select(static node => node.KubeletVersion).Distinct().Count());
        await bed.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(2, Nodes(bed).Select(static node => node.KubeletVersion).Distinct().Count());
        Assert.Equal(200, (await bed.PutAsync(Pool, ArmBodies.Pool("User", "1.34.0", 4))).Status);
        await bed.SettleAsync();
        Assert.Equal(("Succeeded", 4), ((await bed.GetAsync(Pool)).State, (await InstancesAsync(bed)).Count));
        Assert.All(Nodes(bed), static node => Assert.Equal((true, "v1.34.0"), (node.Ready, node.KubeletVersion)));
    }

    [Fact]
    public async Task ClusterUpgrade_WithItsPools_TakesTheControlPlaneFirst_ThenOnePoolAfterAnother()
    {
        await using var bed = await StartAsync(null);
        await bed.CreateAsync(Pool, ArmBodies.Pool("User", count: 2));
        var body = ArmBodies.Cluster("1.34.0", 1);
        body["properties"]!["agentPoolProfiles"]!.AsArray().Add(new JsonObject { ["name"] = "user", ["mode"] = "User", ["count"] = 2, ["vmSize"] = "Standard_D2s_v3", ["orchestratorVersion"] = "1.34.0" });
        Assert.Equal("Upgrading", (await bed.PutAsync(Cluster, body)).State);
        Assert.Equal(409, (await bed.PutAsync(Pool, ArmBodies.Pool("User", count: 2))).Status);
        var seen = new List<string>();
        while ((await bed.GetAsync(Cluster)).State is "Upgrading")
        {
            var control = (await bed.GetAsync(Cluster)).Body!["properties"]!["currentKubernetesVersion"]!.ToString();
            var nodes = Nodes(bed, all: true).Where(static node => node.Name.Length > 0).GroupBy(static node => node.Name.Split('-')[1]).OrderBy(static pool => pool.Key).Select(static pool => $"{pool.Key}:{string.Join('+', pool.Select(static node => node.KubeletVersion).Distinct().Order())}");
            var line = $"{control} {string.Join(' ', nodes)}";
            if (seen.LastOrDefault() != line)
            {
                seen.Add(line);
            }

            await bed.AdvanceAsync(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(
        [
            "1.33.2 system:v1.33.2 user:v1.33.2", "1.34.0 system:v1.33.2 user:v1.33.2", "1.34.0 system:v1.33.2+v1.34.0 user:v1.33.2",
            "1.34.0 system:v1.34.0 user:v1.33.2", "1.34.0 system:v1.34.0 user:v1.33.2+v1.34.0", "1.34.0 system:v1.34.0 user:v1.34.0",
        ], seen);
    }

    [Fact]
    public async Task StoppedCluster_HasNoNodesAndNoApi_AndStartsWithTheSameNumber()
    {
        await using var bed = await StartAsync(null, count: 2);
        using var client = await AksKubeconfig.ConnectAsync(bed, Cluster);
        Assert.Equal(202, (await bed.SendAsync("POST", $"{Cluster}/stop")).Status);
        Assert.Equal("Stopping", (await bed.GetAsync(Cluster)).State);
        await bed.SettleAsync();
        Assert.Empty(await InstancesAsync(bed, "system"));
        Assert.Contains("Power State(Stopped), stopping cannot be performed", (await bed.SendAsync("POST", $"{Cluster}/stop")).Message);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri("/api/v1/nodes", UriKind.Relative)));
        Assert.Equal((400, "OperationNotAllowed"), (await bed.PutAsync(SystemPool, ArmBodies.Pool("System", count: 3))) is var refused ? (refused.Status, refused.Code) : default);
        Assert.Equal(202, (await bed.SendAsync("POST", $"{Cluster}/start")).Status);
        await bed.SettleAsync();
        Assert.Equal(2, (await AksKubeconfig.ListAsync(client, "/api/v1/nodes")).Count(static node => node["status"]!["conditions"]!.AsArray().Any(static condition => condition!["type"]!.ToString() == "Ready" && condition["status"]!.ToString() == "True")));
    }

    [Fact]
    public async Task Pool_Scales_ByDrainingAndByName_AndShowsItsMachines()
    {
        await using var bed = await StartAsync(null);
        await bed.CreateAsync(Pool, ArmBodies.Pool("User", count: 3));
        Assert.Equal("Scaling", (await bed.PutAsync(Pool, ArmBodies.Pool("User", count: 2))).State);
        await bed.SettleAsync();
        var machines = (await bed.GetAsync($"{Pool}/machines")).Body!["value"]!.AsArray();
        Assert.Equal(2, machines.Count);
        var name = machines[0]!["name"]!.ToString();
        Assert.Equal(200, (await bed.GetAsync($"{Pool}/machines/{name}")).Status);
        Assert.Equal(202, (await bed.SendAsync("POST", $"{Pool}/deleteMachines", new JsonObject { ["machineNames"] = new JsonArray(name) })).Status);
        await bed.SettleAsync();
        Assert.Equal("1", (await bed.GetAsync(Pool)).Body!["properties"]!["count"]!.ToString());
        Assert.Equal(404, (await bed.GetAsync($"{Pool}/machines/{name}")).Status);
        Assert.Equal(400, (await bed.SendAsync("POST", $"{Pool}/deleteMachines", new JsonObject { ["machineNames"] = new JsonArray("unknown") })).Status);
        var stopped = ArmBodies.Pool("User", count: 1);
        stopped["properties"]!["powerState"] = new JsonObject { ["code"] = "Stopped" };
        Assert.Equal("Stopping", (await bed.PutAsync(Pool, stopped)).State);
        await bed.SettleAsync();
        Assert.Empty(await InstancesAsync(bed));
        Assert.Equal(202, (await bed.DeleteAsync(Pool)).Status);
        await bed.SettleAsync();
        Assert.DoesNotContain(bed.Azure.Resources.All, static entry => entry.Id.Contains("aks-user-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NodeImages_AreNewEveryWeek_AndTakenOnByAnUpgradeOfTheImage()
    {
        await using var bed = await StartAsync(null);
        var before = await ImageAsync(bed);
        await bed.AdvanceAsync(TimeSpan.FromDays(8));
        var latest = (await bed.GetAsync($"{SystemPool}/upgradeProfiles/default")).Body!["properties"]!["latestNodeImageVersion"]!.ToString();
        Assert.NotEqual(before, latest);
        Assert.Equal(before, await ImageAsync(bed));
        var answer = await bed.SendAsync("POST", $"{SystemPool}/upgradeNodeImageVersion");
        Assert.Equal((202, "UpgradingNodeImageVersion"), (answer.Status, answer.State));
        await bed.SettleAsync();
        Assert.Equal(latest, await ImageAsync(bed));
        using var client = await AksKubeconfig.ConnectAsync(bed, Cluster);
        Assert.All(await AksKubeconfig.ListAsync(client, "/api/v1/nodes"), node => Assert.Equal(latest, node["metadata"]!["labels"]!["kubernetes.azure.com/node-image-version"]!.ToString()));
    }

    [Fact]
    public async Task Delete_LeavesNothing_ButFailsWhileSomethingOutsideHoldsOn()
    {
        await using var bed = await StartAsync(null);
        var network = bed.Azure.Resources.All.Single(static entry => entry.Id.Contains("/subnets/aks-subnet", StringComparison.Ordinal)).Id;
        const string Card = $"{AzureTestBed.Network}/networkInterfaces/mine";
        await bed.CreateAsync(Card, ArmBodies.Interface(network));
        Assert.Equal(202, (await bed.DeleteAsync(Cluster)).Status);
        await bed.SettleAsync();
        Assert.Equal("Failed", (await bed.GetAsync(Cluster)).State);
        Assert.Equal(200, (await bed.GetAsync(NodeGroup)).Status);
        await bed.DeleteAsync(Card);
        await bed.SettleAsync();
        await bed.DeleteAsync(Cluster);
        await bed.SettleAsync();
        Assert.Equal(404, (await bed.GetAsync(NodeGroup)).Status);
        Assert.Empty(bed.Azure.Machines.Clusters.All);
        Assert.Equal([AzureTestBed.Group], bed.Azure.Resources.All.Select(static entry => entry.Id));
    }

    [Fact]
    public async Task Restart_GoesOnWithAnUpgrade()
    {
        var folder = Directory.CreateTempSubdirectory("simulated-aks").FullName;
        try
        {
            DateTimeOffset at;
            await using (var bed = await AzureTestBed.StartAsync(options => options with { DataFolder = folder }))
            {
                await bed.CreateAsync(Cluster, ArmBodies.Cluster(count: 3));
                await UpgradeControlPlaneAsync(bed, "1.34.0");
                await bed.PutAsync(SystemPool, ArmBodies.Pool("System", "1.34.0", 3));
                await bed.AdvanceAsync(TimeSpan.FromSeconds(90));
                at = bed.Clock.GetUtcNow();
            }

            await using var again = await AzureTestBed.StartAsync(options => options with { DataFolder = folder }, at, withGroup: false);
            Assert.Equal("Upgrading", (await again.GetAsync(SystemPool)).State);
            await again.SettleAsync();
            Assert.Equal("Succeeded", (await again.GetAsync(SystemPool)).State);
            Assert.All(again.Azure.Machines.Clusters.All.Single().Nodes, static node => Assert.Equal((true, "v1.34.0"), (node.Ready, node.KubeletVersion)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task UserCredential_OfAClusterWithEntra_AsksKubelogin_AndPrivateClustersHaveTwoNames()
    {
        await using var bed = await AzureTestBed.StartAsync();
        var body = ArmBodies.Cluster(count: 1);
        body["properties"]!["aadProfile"] = new JsonObject { ["managed"] = true };
        body["properties"]!["apiServerAccessProfile"] = new JsonObject { ["enablePrivateCluster"] = true };
        var shown = (await bed.CreateAsync(Cluster, body))["properties"]!;
        Assert.EndsWith(".privatelink.westeurope.azmk8s.io", shown["privateFQDN"]!.ToString());
        Assert.EndsWith(".hcp.westeurope.azmk8s.io", shown["fqdn"]!.ToString());
        var user = await AksKubeconfig.ReadAsync(bed, Cluster, "listClusterUserCredential");
        Assert.Contains("command: kubelogin", user);
        Assert.Contains($"server: https://{shown["privateFQDN"]}:443", user);
        Assert.Contains("auth-provider", await AksKubeconfig.ReadAsync(bed, Cluster, "listClusterUserCredential", "?format=azure"));
        Assert.Contains($"server: https://{shown["fqdn"]}:443", await AksKubeconfig.ReadAsync(bed, Cluster, "listClusterUserCredential", "?server-fqdn=public"));
        Assert.Contains("client-certificate-data", await AksKubeconfig.ReadAsync(bed, Cluster));
    }

    private static async Task<AzureTestBed> StartAsync(SampleWorkload? workload, int count = 1)
    {
        var bed = await AzureTestBed.StartAsync(options => options with { Machines = new MachineOptions { Workload = workload } });
        var body = ArmBodies.Cluster(count: count);
        body["properties"]!["agentPoolProfiles"]![0]!["nodeTaints"] = new JsonArray("CriticalAddonsOnly=true:NoSchedule");
        await bed.CreateAsync(Cluster, body);
        return bed;
    }

    private static async Task UpgradeControlPlaneAsync(AzureTestBed bed, string version)
    {
        var body = ArmBodies.Cluster(version);
        body["properties"]!.AsObject().Remove("agentPoolProfiles");
        await bed.CreateAsync(Cluster, body);
    }

    private static async Task<string> ImageAsync(AzureTestBed bed) => (await bed.GetAsync(SystemPool)).Body!["properties"]!["nodeImageVersion"]!.ToString();

    private static async Task<IReadOnlyList<string>> InstancesAsync(AzureTestBed bed, string pool = "user")
    {
        var set = bed.Azure.Resources.All.Single(entry => entry.Type == "Microsoft.Compute/virtualMachineScaleSets" && entry.Id.Contains($"/aks-{pool}-", StringComparison.Ordinal));
        return [.. (await bed.GetAsync($"{set.Id}/virtualMachines")).Body!["value"]!.AsArray().Select(static item => item!["instanceId"]!.ToString())];
    }

    private static IReadOnlyList<Orchestrator.Simulator.Kubernetes.SimulatedNode> Nodes(AzureTestBed bed, bool all = false) =>
        [.. bed.Azure.Machines.Clusters.All.Single().Nodes.Where(node => all || node.Name.Contains("-user-", StringComparison.Ordinal)).Where(static node => node.Ready || node.KubeletVersion.Length > 0)];

    /// <summary>How many nodes of the user pool were ready, after each change.</summary>
    private static IEnumerable<int> Ready(AzureTestBed bed, DateTimeOffset from)
    {
        var ready = new HashSet<string>(StringComparer.Ordinal);
        foreach (var change in bed.Azure.Machines.NodeJournal.Where(static change => change.Node.Contains("-user-", StringComparison.Ordinal)))
        {
            _ = change is { Exists: true, Ready: true } ? ready.Add(change.Node) : ready.Remove(change.Node);
            if (change.At >= from)
            {
                yield return ready.Count;
            }
        }
    }
}
