using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Drift;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.EndToEnd;

/// <summary>The whole way of drift: somebody changes Azure or the cluster, the timer or a person has it checked, and what the policy says happens.</summary>
public sealed class DriftTests
{
    private const string Cluster = "/api/clusters/default/c1";
    private const string Group = $"/subscriptions/{Manifests.Subscription}/resourceGroups/c1/providers";
    private const string Balancer = $"{Group}/Microsoft.Network/loadBalancers/c1-public-lb";

    [Fact]
    public async Task Check_OfACleanCluster_FindsNothing_AlsoOnTheKubernetesSide()
    {
        await using var harness = await CreatedAsync();

        var report = await CheckAsync(harness);

        Assert.True(report.IsClean, Told(report));
        Assert.Equal(DriftState.Clean, (await harness.GetAsync<ClusterStatus>(Cluster)).Drift?.State);
    }

    [Fact]
    public async Task Check_NamesTheFieldAndWhoChangedIt_AndRepairIsAnOrdinaryApply()
    {
        await using var harness = await CreatedAsync();
        await ChangeAsync(harness, Balancer, static body => body["properties"]!["probes"]![0]!["properties"]!["requestPath"] = "/healthz");

        var report = await CheckAsync(harness);

        var finding = Assert.Single(report.Findings);
        Assert.Equal(("$.properties.probes['HTTPSProbe'].properties.requestPath", "/readyz", "/healthz"), (finding.Field, finding.Wanted, finding.Found));
        Assert.Equal(("mallory", "Microsoft.Network/loadBalancers/write"), (finding.ChangedBy?.Who, finding.ChangedBy?.Operation));
        Assert.Null(report.RepairOperationId);
        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));
        Assert.True((await CheckAsync(harness)).IsClean);
        Assert.Single((await harness.GetAsync<DriftReport>($"{Cluster}/drift?previous=true")).Findings);
    }

    [Fact]
    public async Task MachineThatWasTurnedOff_HasNoNode_AndIsRolledIfThatLasts()
    {
        await using var harness = await CreatedAsync();
        var instance = harness.Azure.Resources.All.Single(static r => r.Type.EndsWith("virtualMachineScaleSets/virtualMachines", StringComparison.Ordinal)).Id;
        await Portal.SendAsync(harness, HttpMethod.Post, $"{instance}/powerOff");
        await harness.RunForAsync(TimeSpan.FromMinutes(15));

        var first = Assert.Single((await CheckAsync(harness)).Findings);
        harness.Clock.Advance(TimeSpan.FromMinutes(10));
        var later = Assert.Single((await CheckAsync(harness)).Findings);

        Assert.Equal((DriftKind.Node, null, "present", null, DriftRepair.Roll), (first.Kind, first.Field, first.Wanted, first.Found, first.Repair));
        Assert.Equal(first.Since + TimeSpan.FromMinutes(5), first.RepairFrom);
        Assert.Equal((first.Since, null), (later.Since, later.RepairFrom));
        Assert.Equal(["node"], (await harness.PlanAsync(Manifests.Sample(workers: 1))).Clusters.Single().Plan!.Nodes.SelectMany(static n => n.Machines).SelectMany(static m => m.Reasons).Select(static r => r.Path));
    }

    [Fact]
    public async Task MachineThatWasDeleted_IsMissing_AndItsNodeIsAStranger()
    {
        await using var harness = await CreatedAsync();
        var set = $"{Group}/Microsoft.Compute/virtualMachineScaleSets/c1-mp-0";
        var instance = harness.Azure.Resources.All.Single(static r => r.Type.EndsWith("virtualMachineScaleSets/virtualMachines", StringComparison.Ordinal)).Id;
        await Portal.SendAsync(harness, HttpMethod.Post, $"{set}/delete", new JsonObject { ["instanceIds"] = new JsonArray(instance[(instance.LastIndexOf('/') + 1)..]) });
        await harness.RunForAsync(TimeSpan.FromMinutes(10));

        var report = await CheckAsync(harness);

        Assert.Equal(("$.sku.capacity", "1", "0", DriftRepair.Create), report.Findings.Where(static f => f.Kind != DriftKind.Node).Select(static f => (f.Field, f.Wanted, f.Found, f.Repair)).Single());
        Assert.Equal("mallory", report.Findings.Single(static f => f.Kind != DriftKind.Node).ChangedBy?.Who);
    }

    [Fact]
    public async Task Drift_BeforeAnyCheckAndOfABusyCluster_SaysSo()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAsync(Manifests.Sample(workers: 1));

        using var never = await harness.SendAsync(HttpMethod.Get, $"{Cluster}/drift");
        using var busy = await harness.SendAsync(HttpMethod.Post, $"{Cluster}/drift");
        using var unknown = await harness.SendAsync(HttpMethod.Post, "/api/clusters/default/c9/drift");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Conflict, HttpStatusCode.NotFound), (never.StatusCode, busy.StatusCode, unknown.StatusCode));
        Assert.Contains(ErrorCatalog.NeverChecked.Code, await never.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(ErrorCatalog.NotSettled.Code, await busy.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timer_ChecksByItself_WithEventsLost()
    {
        await using var harness = await CreatedAsync(new HarnessOptions { Events = false, DriftSchedule = "0 */10 * * * *" });
        await ChangeAsync(harness, Balancer, static body => body["tags"]!["sigs.k8s.io_cluster-api-provider-azure_role"] = "nobody");

        await harness.RunForAsync(TimeSpan.FromMinutes(21));

        var report = await harness.GetAsync<DriftReport>($"{Cluster}/drift");
        Assert.Equal("$.tags['sigs.k8s.io_cluster-api-provider-azure_role']", Assert.Single(report.Findings).Field);
        Assert.Null(report.Findings[0].ChangedBy);
        Assert.Equal(OperationState.Succeeded, (await harness.GetAsync<OperationStatus>("/api/operations/default.c1.1")).State);
        Assert.Empty(harness.Errors);
    }

    private static async Task<ClusterHarness> CreatedAsync(HarnessOptions? options = null)
    {
        var harness = await ClusterHarness.StartAsync(options);
        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));
        await harness.RunForAsync(TimeSpan.FromMinutes(1));
        return harness;
    }

    private static async Task<DriftReport> CheckAsync(ClusterHarness harness, string query = "")
    {
        using var response = await harness.SendAsync(HttpMethod.Post, $"{Cluster}/drift{query}");
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<DriftReport>(ContractJson.Options))!;
    }

    private static async Task ChangeAsync(ClusterHarness harness, string id, Action<JsonObject> change)
    {
        await Portal.ChangeAsync(harness, id, change, "2024-03-01");
        await harness.RunForAsync(TimeSpan.FromMinutes(2));
    }

    private static string Told(DriftReport report) =>
        report.Error?.ToString() ?? string.Join('\n', report.Findings.Select(static f => $"{f.Kind} {f.ResourceType} {f.Name} {f.Field}: {f.Found} wanted {f.Wanted} {f.Repair} {f.Problem}"));
}
