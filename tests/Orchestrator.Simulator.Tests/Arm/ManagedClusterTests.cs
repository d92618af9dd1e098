using System.Text;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>AKS and its rules.</summary>
public sealed class ManagedClusterTests
{
    private const string Cluster = AksTestBed.Cluster;
    private const string Pool = $"{Cluster}/agentPools/user";
    private const string NodeGroup = $"{AzureTestBed.Subscription}/resourceGroups/MC_rg_aks_westeurope";

    [Fact]
    public async Task Cluster_BringsItsNodeResourceGroup_AndTakesItAlong()
    {
        await using var bed = await AzureTestBed.StartAsync();
        var created = await bed.PutAsync(Cluster, AksBodies.Cluster());
        Assert.Equal((201, "Creating"), (created.Status, created.State));
        Assert.Contains("/operationStatus/", created.Header("Azure-AsyncOperation"));
        var status = (await bed.SendAsync("GET", created.Header("Azure-AsyncOperation")!)).Body!;
        Assert.Equal(("InProgress", "1"), (status["status"]!.ToString(), status["percentComplete"]!.ToString()));
        Assert.Equal(200, (await bed.GetAsync(NodeGroup)).Status);
        await bed.SettleAsync();
        var found = (await bed.GetAsync(Cluster)).Body!;
        Assert.Matches(@"^aks-[0-9a-f]{8}\.hcp\.westeurope\.azmk8s\.io$", found["properties"]!["fqdn"]!.ToString());
        Assert.Equal(("1.33.2", "MC_rg_aks_westeurope", "Running"), (found["properties"]!["currentKubernetesVersion"]!.ToString(), found["properties"]!["nodeResourceGroup"]!.ToString(), found["properties"]!["powerState"]!["code"]!.ToString()));
        Assert.Equal(("system", "System"), (found["properties"]!["agentPoolProfiles"]![0]!["name"]!.ToString(), found["properties"]!["agentPoolProfiles"]![0]!["mode"]!.ToString()));
        Assert.NotNull(found["identity"]!["principalId"]);
        Assert.Equal(202, (await bed.DeleteAsync(Cluster)).Status);
        await bed.SettleAsync();
        Assert.Equal(404, (await bed.GetAsync(NodeGroup)).Status);
        Assert.DoesNotContain(bed.Azure.Resources.All, static entry => entry.Type.Contains("ContainerService", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1.33.5", 200, null)]
    [InlineData("1.34.0", 200, null)]
    [InlineData("1.34", 200, null)]
    [InlineData("1.35.0", 400, "OperationNotAllowed")]
    [InlineData("1.32.0", 400, "OperationNotAllowed")]
    [InlineData("1.33.1", 400, "OperationNotAllowed")]
    [InlineData("1.99.0", 400, "K8sVersionNotSupported")]
    [InlineData("latest", 400, "K8sVersionNotSupported")]
    public async Task ControlPlane_MovesOneMinorAtATime_AndNeverBack(string version, int status, string? code)
    {
        await using var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Cluster, AksBodies.Cluster());
        var body = Version(version);
        var answer = await bed.PutAsync(Cluster, body);
        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Equal(status == 200 ? "Upgrading" : null, answer.State);
        Assert.Equal("1.33.2", (await bed.GetAsync(Cluster)).Body!["properties"]!["currentKubernetesVersion"]!.ToString());
        await bed.SettleAsync();
        Assert.StartsWith(status == 200 ? version : "1.33.2", (await bed.GetAsync(Cluster)).Body!["properties"]!["currentKubernetesVersion"]!.ToString());
        Assert.Equal("1.33.2", (await bed.GetAsync($"{Cluster}/agentPools/system")).Body!["properties"]!["currentOrchestratorVersion"]!.ToString());
    }

    [Fact]
    public async Task Pool_IsNeverAheadOfItsControlPlane_NorMoreThanThreeMinorsBehind()
    {
        await using var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Cluster, AksBodies.Cluster("1.30.0"));
        Assert.Equal("NodePoolMcVersionIncompatible", (await bed.PutAsync(Pool, AksBodies.Pool("User", "1.31.0"))).Code);
        foreach (var version in new[] { "1.31.0", "1.32.0", "1.33.0" })
        {
            Assert.Equal(200, (await bed.PutAsync(Cluster, Version(version))).Status);
            await bed.SettleAsync();
        }

        var refused = await bed.PutAsync(Cluster, Version("1.34.0"));
        Assert.Equal((400, "NodePoolMcVersionIncompatible"), (refused.Status, refused.Code));
        var upgrading = await bed.PutAsync($"{Cluster}/agentPools/system", AksBodies.Pool("System", "1.33.0", 2));
        Assert.Equal((200, "Upgrading"), (upgrading.Status, upgrading.State));
        await bed.SettleAsync();
        Assert.Equal(200, (await bed.PutAsync(Cluster, Version("1.34.0"))).Status);
    }

    [Fact]
    public async Task UpgradeProfiles_OfferWhatIsAllowed()
    {
        await using var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Cluster, AksBodies.Cluster("1.33.9"));
        var profile = (await bed.GetAsync($"{Cluster}/upgradeProfiles/default")).Body!;
        var offered = profile["properties"]!["controlPlaneProfile"]!["upgrades"]!.AsArray().Select(static item => item!["kubernetesVersion"]!.ToString()).ToList();
        Assert.Equal("1.33.10", offered[0]);
        Assert.All(offered.Skip(1), static version => Assert.StartsWith("1.34.", version));
        Assert.Equal(200, (await bed.GetAsync($"{Cluster}/agentPools/system/upgradeProfiles/default")).Status);
        var versions = await bed.SendAsync("GET", $"{AzureTestBed.Subscription}/providers/Microsoft.ContainerService/locations/westeurope/kubernetesVersions", null, "2024-09-01");
        Assert.Contains(versions.Body!["values"]!.AsArray(), static item => item!["version"]!.ToString() == "1.34");
    }

    [Fact]
    public async Task OneOperation_AtATime_OnAClusterOrAPool()
    {
        await using var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Cluster, AksBodies.Cluster());
        await bed.PutAsync(Pool, AksBodies.Pool("User"));
        Assert.Equal(201, (await bed.PutAsync($"{Cluster}/agentPools/other", AksBodies.Pool("User"))).Status);
        foreach (var busy in new[] { await bed.PutAsync(Cluster, AksBodies.Cluster(count: 3)), await bed.PutAsync(Pool, AksBodies.Pool("User", count: 2)) })
        {
            Assert.Equal((409, "OperationNotAllowed"), (busy.Status, busy.Body!["code"]!.ToString()));
            Assert.Contains("Another agentpool operation (user - Creating) is in progress", busy.Message);
        }

        await bed.SettleAsync();
        Assert.Equal("Scaling", (await bed.PutAsync(Pool, AksBodies.Pool("User", count: 4))).State);
    }

    [Fact]
    public async Task LastSystemPool_Stays()
    {
        await using var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Cluster, AksBodies.Cluster());
        var system = $"{Cluster}/agentPools/system";
        Assert.Contains("at least one system node pool", (await bed.DeleteAsync(system)).Message);
        Assert.Contains("at least one system node pool", (await bed.PutAsync(system, AksBodies.Pool("User", count: 2))).Message);
        await bed.CreateAsync($"{Cluster}/agentPools/second", AksBodies.Pool("System"));
        Assert.Equal(202, (await bed.DeleteAsync(system)).Status);
        var body = AksBodies.Cluster();
        body["properties"]!["agentPoolProfiles"]![0]!["mode"] = "User";
        Assert.Contains("at least one system node pool", (await bed.PutAsync($"{Cluster}2", body)).Message);
    }

    [Theory]
    [InlineData("Upper", "mode", "User", "name")]
    [InlineData("muchtoolongname", "mode", "User", "name")]
    [InlineData("windows", "osType", "Windows", "name")]
    [InlineData("user", "count", "1001", "count")]
    [InlineData("user", "maxPods", "9", "maxPods")]
    [InlineData("user", "vmSize", "Standard_Z9", "not allowed")]
    [InlineData("user", "enableAutoScaling", "true", "minCount")]
    [InlineData("user", "scaleSetPriority", "Spot", "system node pool")]
    public async Task Pool_ThatMakesNoSense_IsRefused(string name, string member, string value, string message)
    {
        await using var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Cluster, AksBodies.Cluster());
        var body = AksBodies.Pool(member == "scaleSetPriority" ? "System" : "User");
        body["properties"]![member] = int.TryParse(value, out var number) ? number : bool.TryParse(value, out var flag) ? flag : value;
        var answer = await bed.PutAsync($"{Cluster}/agentPools/{name}", body);
        Assert.Equal(400, answer.Status);
        Assert.Contains(message, answer.Message);
    }

    [Theory]
    [InlineData("vmSize", "Standard_D4s_v3")]
    [InlineData("osDiskType", "Ephemeral")]
    [InlineData("maxPods", "50")]
    public async Task Pool_KeepsWhatItWasMadeWith(string member, string value)
    {
        await using var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Cluster, AksBodies.Cluster());
        await bed.CreateAsync(Pool, AksBodies.Pool("User"));
        var body = AksBodies.Pool("User");
        body["properties"]![member] = int.TryParse(value, out var number) ? number : value;
        Assert.Equal("PropertyChangeNotAllowed", (await bed.PutAsync(Pool, body)).Code);
    }

    [Fact]
    public async Task Nodes_CountAgainstTheQuota()
    {
        await using var bed = await AzureTestBed.StartAsync();
        bed.Azure.Quotas.Set("westeurope", "standardDSv3Family", 6);
        await bed.CreateAsync(Cluster, AksBodies.Cluster());
        Assert.Contains("standardDSv3Family Cores quota", (await bed.PutAsync(Pool, AksBodies.Pool("User", count: 2))).Message);
        Assert.Equal(201, (await bed.PutAsync(Pool, AksBodies.Pool("User", count: 1))).Status);
    }

    [Fact]
    public async Task Credentials_AreAKubeconfig_UnlessLocalAccountsAreOff()
    {
        await using var bed = await AzureTestBed.StartAsync();
        var fqdn = (await bed.CreateAsync(Cluster, AksBodies.Cluster()))["properties"]!["fqdn"]!.ToString();
        var answer = await bed.SendAsync("POST", $"{Cluster}/listClusterAdminCredential");
        Assert.Equal("clusterAdmin", answer.Body!["kubeconfigs"]![0]!["name"]!.ToString());
        Assert.Contains($"server: https://{fqdn}:443", Encoding.UTF8.GetString(Convert.FromBase64String(answer.Body["kubeconfigs"]![0]!["value"]!.ToString())));
        var body = AksBodies.Cluster();
        body["properties"]!["disableLocalAccounts"] = true;
        body["properties"]!["aadProfile"] = ArmBodies.Json(new { managed = true });
        await bed.CreateAsync(Cluster, body);
        Assert.Equal(400, (await bed.SendAsync("POST", $"{Cluster}/listClusterAdminCredential")).Status);
        Assert.Equal(200, (await bed.SendAsync("POST", $"{Cluster}/listClusterUserCredential")).Status);
    }

    [Fact]
    public async Task StoppedCluster_StartsAgain_AndNodeImagesAreRenewed()
    {
        await using var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Cluster, AksBodies.Cluster());
        foreach (var (action, state) in new[] { ("stop", "Stopped"), ("start", "Running") })
        {
            Assert.Equal(202, (await bed.SendAsync("POST", $"{Cluster}/{action}")).Status);
            await bed.SettleAsync();
            Assert.Equal(state, (await bed.GetAsync(Cluster)).Body!["properties"]!["powerState"]!["code"]!.ToString());
        }

        var renewed = await bed.SendAsync("POST", $"{Cluster}/agentPools/system/upgradeNodeImageVersion");
        Assert.Equal((202, "system"), (renewed.Status, renewed.Body!["name"]!.ToString()));
    }

    [Theory]
    [InlineData("other", 4)]
    [InlineData("aksManagedAutoUpgradeSchedule", 3)]
    [InlineData("default", 4)]
    public async Task MaintenanceConfiguration_ThatMakesNoSense_IsRefused(string name, int hours)
    {
        await using var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Cluster, AksBodies.Cluster());
        Assert.Equal((400, "InvalidParameter"), (await bed.PutAsync($"{Cluster}/maintenanceConfigurations/{name}", AksBodies.Maintenance(hours)) is var answer ? (answer.Status, answer.Code) : default));
    }

    [Fact]
    public async Task Writes_OfOneCluster_AreTwentyAndThenOneAMinute()
    {
        await using var bed = await AzureTestBed.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            Assert.NotEqual(429, (await bed.PutAsync(Cluster, AksBodies.Cluster())).Status);
        }

        var throttled = await bed.PutAsync(Cluster, AksBodies.Cluster());
        Assert.Equal((429, "Throttled", "60"), (throttled.Status, throttled.Code, throttled.Header("Retry-After")));
        Assert.NotEqual(429, (await bed.PutAsync($"{Cluster}2", AksBodies.Cluster())).Status);
        await bed.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.NotEqual(429, (await bed.PutAsync(Cluster, AksBodies.Cluster())).Status);
    }

    [Fact]
    public async Task Subnet_OfAPool_CannotGo()
    {
        await using var bed = await AzureTestBed.StartAsync();
        const string Vnet = $"{AzureTestBed.Network}/virtualNetworks/vnet";
        await bed.CreateAsync(Vnet, ArmBodies.Network());
        await bed.CreateAsync($"{Vnet}/subnets/nodes", ArmBodies.Subnet());
        var body = AksBodies.Cluster();
        body["properties"]!["agentPoolProfiles"]![0]!["vnetSubnetID"] = $"{Vnet}/subnets/nodes";
        await bed.CreateAsync(Cluster, body);
        Assert.Equal("InUseSubnetCannotBeDeleted", (await bed.DeleteAsync($"{Vnet}/subnets/nodes")).Code);
    }

    private static JsonObject Version(string version)
    {
        var body = AksBodies.Cluster(version);
        body["properties"]!.AsObject().Remove("agentPoolProfiles");
        return body;
    }
}
