using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Drift;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using static Orchestrator.EndToEnd.ManagedClusters.AksSteps;

namespace Orchestrator.EndToEnd;

/// <summary>Drift of AKS clusters: somebody changes them in the portal, their nodes are lost, and Azure does what it does by itself.</summary>
public sealed class DriftManagedClusterTests
{
    private const string Cluster = "/api/clusters/default/aks1";
    private const string Schedule = "0 */10 * * * *";

    [Fact]
    public async Task Check_OfACleanClusterWith100Nodes_FindsNothing_AndTakesThreeCalls()
    {
        await using var harness = await CreatedAsync("report", changes: ("count: 2\n    availabilityZones", "count: 98\n    availabilityZones"));
        var before = Calls(harness);

        var first = await CheckAsync(harness);
        var firstCalls = Calls(harness) - before;
        var second = await CheckAsync(harness);

        Assert.True(first.IsClean && first.NotKnown is null, Told(first));
        Assert.True(second.IsClean && second.NotKnown is null, Told(second));
        Assert.Equal(100, harness.Azure.Machines.Clusters.All.Single().Nodes.Count(static n => n.Ready));
        Assert.True(firstCalls <= 3, $"{firstCalls} calls");
        Assert.True(Calls(harness) - before - firstCalls <= 2, "the credential is asked for once");
    }

    [Fact]
    public async Task FieldsOfClusterPoolAndMaintenance_ChangedInThePortal_AreToldWithWhoDidIt_AndRepaired()
    {
        await using var harness = await CreatedAsync("report");
        await ChangeAsync(harness, AksManifests.ClusterId, static body => body["properties"]!["autoUpgradeProfile"]!["upgradeChannel"] = "stable");
        await ChangeAsync(harness, $"{AksManifests.ClusterId}/agentPools/work", static body => body["properties"]!["maxCount"] = 9);
        await ChangeAsync(harness, $"{AksManifests.ClusterId}/maintenanceConfigurations/default", static body => body["properties"]!["timeInWeek"]![0]!["day"] = "Monday");

        var report = await CheckAsync(harness);

        Assert.Equal(
            ["aks1 $.properties.autoUpgradeProfile.upgradeChannel: stable, wanted patch, Update by mallory", "default $.properties.timeInWeek: Update by mallory", "work $.properties.maxCount: 9, wanted 5, Update by mallory"],
            report.Findings.Select(static f => $"{f.Name} {f.Field}: {(f.Found?.Length < 10 ? $"{f.Found}, wanted {f.Wanted}, " : "")}{f.Repair} by {f.ChangedBy?.Who}").Order(StringComparer.Ordinal));
        await harness.ApplyAndWaitAsync(Sample("report"));
        Assert.True((await CheckAsync(harness)).IsClean, Told(await CheckAsync(harness)));
    }

    [Fact]
    public async Task PolicyRepair_BringsBackWhatWasChangedAndDeleted()
    {
        await using var harness = await CreatedAsync("repair", Schedule);
        await ChangeAsync(harness, $"{AksManifests.ClusterId}/agentPools/system", static body => body["properties"]!["count"] = 3);
        await Portal.SendAsync(harness, HttpMethod.Delete, $"{AksManifests.ClusterId}/agentPools/work", apiVersion: "2024-09-01");
        await Portal.SendAsync(harness, HttpMethod.Delete, $"{AksManifests.ClusterId}/maintenanceConfigurations/default", apiVersion: "2024-09-01");

        await harness.RunForAsync(TimeSpan.FromHours(2));

        var report = await harness.GetAsync<DriftReport>($"{Cluster}/drift");
        Assert.True(report.IsClean, Told(report));
        Assert.Equal(["system 2", "work 2"], Pools(harness).Select(static p => $"{p["name"]} {p["count"]}"));
        Assert.NotNull(harness.Azure.Resources.Get($"{AksManifests.ClusterId}/maintenanceConfigurations/default"));
        Assert.Empty(harness.Errors);
    }

    [Fact]
    public async Task WhatAzureAndOthersDoByThemselves_IsNoDrift()
    {
        await using var harness = await CreatedAsync("repair", "0 0 * * * *");
        var version = Version(harness);
        await ChangeAsync(harness, $"{AksManifests.ClusterId}/agentPools/work", static body => body["properties"]!["count"] = 4);
        await ChangeAsync(harness, AksManifests.ClusterId, static body =>
        {
            body["tags"]!["theirs"] = "kept";
            body["properties"]!["networkProfile"]!["loadBalancerProfile"]!["idleTimeoutInMinutes"] = 20;
        });
        await ChangeAsync(harness, $"{AksManifests.ClusterId}/maintenanceConfigurations/aksManagedNodeOSUpgradeSchedule", (JsonObject)JsonNode.Parse(
            """{"properties":{"maintenanceWindow":{"schedule":{"weekly":{"intervalWeeks":1,"dayOfWeek":"Friday"}},"durationHours":4,"startTime":"03:00"}}}""")!);
        await ChangeAsync(harness, $"{AksManifests.ClusterId}/agentPools/theirs", new JsonObject { ["properties"] = new JsonObject { ["mode"] = "User", ["vmSize"] = "Standard_D2s_v3", ["count"] = 1 } });

        // It is Friday; Azure upgrades to the newest patch on Sunday.
        await harness.RunForAsync(TimeSpan.FromDays(3));

        var report = await harness.GetAsync<DriftReport>($"{Cluster}/drift");
        Assert.True(report.IsClean, Told(report));
        Assert.Equal("default.aks1.1", (await harness.GetAsync<ClusterStatus>(Cluster)).OperationId);
        Assert.NotEqual(version, Version(harness));
        Assert.Equal("kept", (string?)harness.Azure.Resources.Get(AksManifests.ClusterId)!["tags"]!["theirs"]);
    }

    [Fact]
    public async Task Nodes_ThatAreLostOrRunAnotherKubelet_AreToldWithWhatAPersonCanDo()
    {
        await using var harness = await CreatedAsync("repair");
        var nodes = Nodes(harness, "system");
        harness.Azure.Machines.Kubelets.Stop(nodes[0]);
        harness.Azure.Machines.Kubelets.Install(nodes[1], "v1.30.0");
        harness.Azure.Machines.Delete(Nodes(harness, "work")[0]);
        await harness.RunForAsync(TimeSpan.FromMinutes(2));

        var report = await CheckAsync(harness);

        // The autoscaler decides how many nodes the other pool has.
        Assert.Equal([("Ready", "True", "Unknown"), ("kubeletVersion", "v1.31.2", "v1.30.0")], report.Findings.Select(static f => (f.Field!, f.Wanted!, f.Found!)));
        Assert.All(report.Findings, static f => Assert.True(f is { Kind: DriftKind.Node, Repair: DriftRepair.None } && f.Problem!.Contains("az aks nodepool delete-machines -g aks1 --cluster-name aks1 -n system --machine-names", StringComparison.Ordinal)));
        Assert.Null(report.RepairOperationId);
        harness.Azure.Machines.Delete(nodes[0]);
        await harness.RunForAsync(TimeSpan.FromMinutes(2));
        Assert.Contains((await CheckAsync(harness)).Findings, static f => f is { Name: "system", Field: "nodes", Wanted: "2", Found: "1", Repair: DriftRepair.None });
    }

    [Fact]
    public async Task Nodes_OfAClusterWithoutLocalAccounts_AreNotKnown_AndThatIsNoDrift()
    {
        await using var harness = await CreatedAsync("report", changes: ("    oidcIssuerProfile:", "    aadProfile: { managed: true }\n    disableLocalAccounts: true\n    oidcIssuerProfile:"));

        var report = await CheckAsync(harness);

        Assert.True(report.IsClean, Told(report));
        Assert.Contains("local accounts are disabled", report.NotKnown, StringComparison.Ordinal);
    }

    private static ApplyRequest Sample(string policy, params (string, string)[] changes) =>
        AksManifests.Sample(changes: [("  properties:\n", $"  drift: {{ policy: {policy} }}\n  properties:\n"), .. changes]);

    private static async Task<ClusterHarness> CreatedAsync(string policy, string? schedule = null, params (string, string)[] changes)
    {
        var harness = await ClusterHarness.StartAsync(schedule is null ? null : new HarnessOptions { DriftSchedule = schedule });
        await harness.ApplyAndWaitAsync(Sample(policy, changes));
        await harness.RunForAsync(TimeSpan.FromMinutes(3));
        return harness;
    }

    private static int Calls(ClusterHarness harness) => new[] { "GET", "PUT", "POST", "DELETE" }.Sum(verb => harness.Azure.Resources.Calls(verb));

    /// <summary>ARM ids of the machines of a pool.</summary>
    private static List<string> Nodes(ClusterHarness harness, string pool) =>
        [.. harness.Azure.Resources.All.Where(r => r.Type.EndsWith("virtualMachineScaleSets/virtualMachines", StringComparison.OrdinalIgnoreCase) && r.Id.Contains($"aks-{pool}-", StringComparison.OrdinalIgnoreCase)).Select(static r => r.Id).Order(StringComparer.Ordinal)];

    private static async Task<DriftReport> CheckAsync(ClusterHarness harness)
    {
        using var response = await harness.SendAsync(HttpMethod.Post, $"{Cluster}/drift");
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<DriftReport>(ContractJson.Options))!;
    }

    private static async Task ChangeAsync(ClusterHarness harness, string id, Action<JsonObject> change)
    {
        await Portal.ChangeAsync(
            harness,
            id,
            body =>
            {
                (body["properties"] as JsonObject)?.Remove("agentPoolProfiles");
                change(body);
            },
            "2024-09-01");
        await harness.RunForAsync(TimeSpan.FromMinutes(8));
    }

    private static async Task ChangeAsync(ClusterHarness harness, string id, JsonObject body)
    {
        await Portal.SendAsync(harness, HttpMethod.Put, id, body, "2024-09-01");
        await harness.RunForAsync(TimeSpan.FromMinutes(8));
    }

    private static string Told(DriftReport report) =>
        $"{report.Error} {report.NotKnown}\n" + string.Join('\n', report.Findings.Select(static f => $"{f.Resource} {f.Field}: {f.Found}, wanted {f.Wanted}, {f.Repair} {f.Problem}"));
}
