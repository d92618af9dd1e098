using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Drift;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Tests.Drift;

/// <summary>What a check costs: requests to Azure, counted on the wire.</summary>
public sealed class DriftReadsTests
{
    [Fact]
    public async Task Check_OfACleanClusterWith100Machines_TakesThreeRequestsAtMost()
    {
        var spec = Specs.Sample();
        await using var drift = await DriftBed.StartAsync(await ActivitiesTestBed.StartAsync(spec with { MachinePools = [spec.MachinePools[0] with { Replicas = 99 }] }));
        var before = drift.Bed.Wire.Requests.Count;

        var report = await drift.CheckAsync();

        Assert.True(report.IsClean, DriftBed.Told(report));
        var requests = drift.Bed.Wire.Requests.Skip(before).Select(static r => $"{r.Method} {r.Path}").ToList();
        Assert.True(requests.Count <= 3, string.Join('\n', requests));
    }

    [Fact]
    public async Task Check_OfTwentyClustersOfASubscription_SharesTheQueries()
    {
        await using var drift = await DriftBed.StartAsync(await ActivitiesTestBed.StartAsync());
        var bed = drift.Bed;
        List<ClusterKey> keys = [bed.Spec.Key];
        for (var i = 2; i <= 20; i++)
        {
            var spec = Specs.Sample(("CLUSTER_NAME", $"c{i}"));
            keys.Add(spec.Key);
            await bed.Get<IClusterStore>().SaveAsync(new ClusterDocument { Key = spec.Key, Generation = 1, ObservedGeneration = 1, Phase = ClusterPhase.Ready, SpecHash = "", Spec = spec }, default);
            await bed.Get<IClusterStore>().SaveSpecAsync(spec, 1, default);
        }

        await drift.CheckAsync();
        bed.Clock.Advance(TimeSpan.FromMinutes(1));
        var before = bed.Wire.Requests.Count;

        var reports = await drift.Checks.CheckAsync(keys, default);

        Assert.Equal(20, reports.Count);
        Assert.Equal(2, bed.Wire.Requests.Skip(before).Count(static r => r.Path.EndsWith("/Microsoft.ResourceGraph/resources", StringComparison.Ordinal)));
        Assert.True(reports[0].IsClean, DriftBed.Told(reports[0]));
        Assert.All(reports.Skip(1), static r => Assert.Contains(r.Findings, static f => f.ResourceType == ArmTypes.ResourceGroup));
    }

    [Fact]
    public async Task List_PutsClustersTogetherThatOneIdentitySees()
    {
        await using var drift = await DriftBed.StartAsync(await ActivitiesTestBed.StartAsync());
        var store = drift.Bed.Get<IClusterStore>();
        var other = Specs.Sample(("CLUSTER_NAME", "c2"));
        var stranger = Specs.Sample(("CLUSTER_NAME", "c3"), ("AZURE_CLIENT_ID_USER_ASSIGNED_IDENTITY", "99999999-0000-0000-0000-000000000002"));
        var busy = Specs.Sample(("CLUSTER_NAME", "c4"));
        foreach (var (spec, running) in new[] { (other, false), (stranger, false), (busy, true) })
        {
            await store.SaveAsync(new ClusterDocument { Key = spec.Key, Generation = 1, ObservedGeneration = 1, Phase = ClusterPhase.Ready, SpecHash = "", Spec = spec, OperationRunning = running }, default);
        }

        var groups = await drift.Bed.Get<ListDriftChecksActivity>().RunAsync("test", default);

        Assert.Equal(["c1,c2", "c3"], groups.Select(static g => string.Join(',', g.Clusters.Select(static c => c.Name))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Check_GraphShowsTheStateOfAMomentAgo_TellsWhatIsTrueNow()
    {
        await using var drift = await DriftBed.StartAsync(await ActivitiesTestBed.StartAsync());
        var table = drift.Bed.Steps.Single(static s => s.Kind == StepKinds.RouteTable).ResourceId!;
        Assert.Null(await drift.ChangeAsync(table, static body => body["tags"]!["Name"] = "renamed"));
        var old = await GraphAsync(drift.Bed);
        await drift.RepairAsync();
        drift.Bed.Wire.Answer = request => IsResourcesQuery(request) ? Rows(old) : null;

        var report = await drift.CheckAsync();

        Assert.True(report.IsClean, DriftBed.Told(report));
    }

    private static async Task<JsonArray> GraphAsync(ActivitiesTestBed bed)
    {
        var arm = await bed.Get<IArmConnections>().ForAsync(bed.Spec, default);
        var (rows, error) = await arm.QueryAsync(
            "Resources | union ResourceContainers | project id, name, type, location, tags, zones, sku, identity, plan, properties | order by id asc", [bed.Spec.SubscriptionId], "test", default);
        Assert.Null(error);
        return [.. rows.Select(static r => r.DeepClone())];
    }

    private static bool IsResourcesQuery(HttpRequestMessage request) =>
        request.RequestUri!.AbsolutePath.EndsWith("/Microsoft.ResourceGraph/resources", StringComparison.Ordinal)
        && request.Content!.ReadAsStringAsync().GetAwaiter().GetResult().Contains("union", StringComparison.Ordinal);

    private static HttpResponseMessage Rows(JsonArray rows) => new(HttpStatusCode.OK)
    {
        Content = new StringContent(
            new JsonObject { ["totalRecords"] = rows.Count, ["count"] = rows.Count, ["resultTruncated"] = "false", ["data"] = rows.DeepClone() }.ToJsonString(), Encoding.UTF8, "application/json"),
    };
}
