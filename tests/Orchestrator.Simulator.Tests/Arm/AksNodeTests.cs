using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>AKS below its API: the nodes, their cluster, and what Azure has of them.</summary>
public sealed class AksNodeTests
{
    private const string Cluster = AksTestBed.Cluster;
    private const string SystemPool = AksTestBed.SystemPool;
    private const string Pool = AksTestBed.Pool;
    private const string NodeGroup = $"{AzureTestBed.Subscription}/resourceGroups/MC_rg_aks_westeurope";

    [Fact]
    public async Task NodeResourceGroup_HoldsWhatTheNodesNeed()
    {
        await using var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Cluster, AksBodies.Cluster(count: 3));
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
        var body = AksBodies.Cluster(count: 2);
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

    [Fact]
    public async Task StoppedCluster_HasNoNodesAndNoApi_AndStartsWithTheSameNumber()
    {
        await using var bed = await AksTestBed.StartAsync(null, count: 2);
        using var client = await AksKubeconfig.ConnectAsync(bed, Cluster);
        Assert.Equal(202, (await bed.SendAsync("POST", $"{Cluster}/stop")).Status);
        Assert.Equal("Stopping", (await bed.GetAsync(Cluster)).State);
        await bed.SettleAsync();
        Assert.Empty(await AksTestBed.InstancesAsync(bed, "system"));
        Assert.Contains("Power State(Stopped), stopping cannot be performed", (await bed.SendAsync("POST", $"{Cluster}/stop")).Message);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri("/api/v1/nodes", UriKind.Relative)));
        Assert.Equal((400, "OperationNotAllowed"), (await bed.PutAsync(SystemPool, AksBodies.Pool("System", count: 3))) is var refused ? (refused.Status, refused.Code) : default);
        Assert.Equal(202, (await bed.SendAsync("POST", $"{Cluster}/start")).Status);
        await bed.SettleAsync();
        Assert.Equal(2, (await AksKubeconfig.ListAsync(client, "/api/v1/nodes")).Count(static node => node["status"]!["conditions"]!.AsArray().Any(static condition => condition!["type"]!.ToString() == "Ready" && condition["status"]!.ToString() == "True")));
    }

    [Fact]
    public async Task Pool_Scales_ByDrainingAndByName_AndShowsItsMachines()
    {
        await using var bed = await AksTestBed.StartAsync(null);
        await bed.CreateAsync(Pool, AksBodies.Pool("User", count: 3));
        Assert.Equal("Scaling", (await bed.PutAsync(Pool, AksBodies.Pool("User", count: 2))).State);
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
        var stopped = AksBodies.Pool("User", count: 1);
        stopped["properties"]!["powerState"] = new JsonObject { ["code"] = "Stopped" };
        Assert.Equal("Stopping", (await bed.PutAsync(Pool, stopped)).State);
        await bed.SettleAsync();
        Assert.Empty(await AksTestBed.InstancesAsync(bed));
        Assert.Equal(202, (await bed.DeleteAsync(Pool)).Status);
        await bed.SettleAsync();
        Assert.DoesNotContain(bed.Azure.Resources.All, static entry => entry.Id.Contains("aks-user-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Delete_LeavesNothing_ButFailsWhileSomethingOutsideHoldsOn()
    {
        await using var bed = await AksTestBed.StartAsync(null);
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
    public async Task UserCredential_OfAClusterWithEntra_AsksKubelogin_AndPrivateClustersHaveTwoNames()
    {
        await using var bed = await AzureTestBed.StartAsync();
        var body = AksBodies.Cluster(count: 1);
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
}
