using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Graphs;
using Orchestrator.Activities.Resources;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Tests.Graphs;

/// <summary>How much a plan reads, and that what the lagging graph says is confirmed before anything rests on it.</summary>
public sealed class PlanReadsTests
{
    [Fact]
    public async Task Plan_NothingChanged_ReadsTheGroupOneQueryAndOneListForEachPool()
    {
        await using var bed = await CreatedAsync();
        await PlanAsync(bed);
        var before = bed.Get<ArmCalls>().Counts;

        await PlanAsync(bed);

        var calls = bed.Get<ArmCalls>().Counts.Select(c => (c.Key.VerbName, c.Key.Type, Count: c.Value - before.GetValueOrDefault(c.Key))).Where(static c => c.Count > 0);
        Assert.Equal(
            [("GET", ArmTypes.ResourceGroup, 1L), ("LIST", ArmTypes.ScaleSetInstance, 1L), ("POST", ArmTypes.ResourceGraph, 1L)],
            calls.OrderBy(static c => c.VerbName, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Plan_GraphDoesNotShowWhatWasJustMade_PlansNoSecondOne()
    {
        await using var bed = await CreatedAsync();
        bed.Wire.Answer = static request => IsGraph(request) ? Rows([]) : null;

        var plan = await PlanAsync(bed);

        Assert.False(plan.Summary.HasChanges, string.Join(", ", plan.Nodes.Where(static n => n.Step.Action is not (PlanAction.Keep or PlanAction.Read)).Select(static n => n.Step.Key)));
    }

    [Fact]
    public async Task Plan_GraphShowsTheStateOfAMomentAgo_PlansWhatIsTrueNow()
    {
        await using var bed = await CreatedAsync();
        var step = bed.Steps.Single(static s => s.Kind == StepKinds.RouteTable);
        await ChangeAsync(bed, step.ResourceId!, static body => body["tags"]!["Name"] = "renamed");
        var old = await GraphAsync(bed);
        await bed.ReachAsync(step);
        bed.Wire.Answer = request => IsGraph(request) ? Rows(old) : null;

        var plan = await PlanAsync(bed);

        Assert.False(plan.Summary.HasChanges);
    }

    [Fact]
    public async Task Plan_GraphStillShowsWhatIsGone_NeitherDeletesNorKeepsIt()
    {
        await using var bed = await CreatedAsync();
        var network = bed.Spec.Network;
        await bed.ApplyAsync(bed.Spec with { MachinePools = [], Network = network with { Subnets = [.. network.Subnets.Select(static s => s with { NatGateway = null })] } });
        var old = await GraphAsync(bed);
        var gone = (await PlanAsync(bed)).Nodes.Single(static n => n.Step is { Kind: StepKinds.VirtualMachineScaleSet, Action: PlanAction.Delete }).Step;
        await bed.DeleteAsync(gone);
        await bed.SettleAsync();
        bed.Wire.Answer = request => IsGraph(request) ? Rows(old) : null;

        var plan = await PlanAsync(bed);

        Assert.DoesNotContain(plan.Nodes, n => n.Step.Key == gone.Key);
        Assert.Contains(plan.Nodes, static n => n.Step is { Kind: StepKinds.NatGateway, Action: PlanAction.Delete });
    }

    [Fact]
    public async Task Plan_GraphShowsAnotherOwnerOfAMomentAgo_IsNotRefused()
    {
        await using var bed = await CreatedAsync();
        var id = bed.Steps.Single(static s => s.Kind == StepKinds.RouteTable).ResourceId!;
        var old = await GraphAsync(bed);
        old.OfType<JsonObject>().Single(row => ResourceId.Same((string?)row["id"], id))["tags"] = new JsonObject();
        bed.Wire.Answer = request => IsGraph(request) ? Rows(old) : null;
        await bed.Get<Activities.State.IResourceIndex>().RemoveAsync(bed.Spec.Key, id, default);

        var plan = await PlanAsync(bed);

        Assert.False(plan.Summary.HasChanges);
    }

    [Fact]
    public async Task Plan_QueryOfManyPages_IsReadToItsEnd()
    {
        await using var bed = await CreatedAsync();
        var rows = await GraphAsync(bed);
        var pages = rows.OfType<JsonObject>().Chunk(3).ToList();
        bed.Wire.Answer = request => IsGraph(request) ? Page(request, pages) : null;
        var reads = bed.Wire.Requests.Count;

        Assert.False((await PlanAsync(bed)).Summary.HasChanges);

        Assert.Equal(pages.Count, bed.Wire.Requests.Skip(reads).Count(static r => r.Path.EndsWith("/Microsoft.ResourceGraph/resources", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Plan_QueryCutShort_IsAnErrorAndNoHalfPlan()
    {
        await using var bed = await CreatedAsync();
        bed.Wire.Answer = static request => IsGraph(request) ? Json("""{"totalRecords":5,"count":0,"resultTruncated":"true","data":[]}""") : null;

        var error = await Assert.ThrowsAsync<OrchestratorException>(() => PlanAsync(bed));

        Assert.Equal(RetryClass.Transient, error.Error.Retry);
    }

    [Fact]
    public async Task Plan_GraphThrottles_SaysWhenToComeAgain()
    {
        await using var bed = await CreatedAsync();
        bed.Wire.Answer = static request =>
        {
            if (!IsGraph(request))
            {
                return null;
            }

            var refused = Json("""{"error":{"code":"RateLimiting","message":"Please provide below info."}}""", HttpStatusCode.TooManyRequests);
            refused.Headers.TryAddWithoutValidation("Retry-After", "4");
            return refused;
        };

        var result = await bed.Get<PlanClusterActivity>().RunAsync(new Contracts.Messages.PlanRequest(bed.Spec.Key, "default.c1.1", OperationKind.Apply), default);

        Assert.Equal((ErrorCatalog.RateLimited.Code, 4), (result.Error?.Code, result.Error?.RetryAfterSeconds));
    }

    [Fact]
    public async Task Plan_Deletion_ReadsTheGroupOneQueryAndOneList()
    {
        await using var bed = await CreatedAsync();
        var reads = bed.Wire.Requests.Count;

        await bed.Plans.PlanAsync(bed.Spec, bed.Generation, OperationKind.Delete, default);

        Assert.Equal(3, bed.Wire.Requests.Count - reads);
    }

    private static Task<ClusterPlan> PlanAsync(ActivitiesTestBed bed) => bed.Plans.PlanAsync(bed.Spec, bed.Generation, OperationKind.Apply, default);

    private static async Task<ActivitiesTestBed> CreatedAsync()
    {
        var bed = await ActivitiesTestBed.StartAsync();
        await bed.CreateAllAsync();
        return bed;
    }

    /// <summary>What the graph says now.</summary>
    private static async Task<JsonArray> GraphAsync(ActivitiesTestBed bed)
    {
        var arm = await bed.Get<IArmConnections>().ForAsync(bed.Spec, default);
        var (rows, error) = await arm.QueryAsync("Resources | project id, name, type, location, tags, zones, sku, identity, plan, properties | order by id asc", [bed.Spec.SubscriptionId], "test", default);
        Assert.Null(error);
        return [.. rows.Select(static r => r.DeepClone())];
    }

    private static async Task ChangeAsync(ActivitiesTestBed bed, string id, Action<JsonObject> change)
    {
        var body = await bed.ReadAsync(id);
        change(body);
        var arm = await bed.Get<IArmConnections>().ForAsync(bed.Spec, default);
        Assert.Null((await arm.PutAsync(id, body, etag: null, "somebody else", default)).Error);
        await bed.SettleAsync();
    }

    private static bool IsGraph(HttpRequestMessage request) => request.RequestUri!.AbsolutePath.EndsWith("/Microsoft.ResourceGraph/resources", StringComparison.Ordinal);

    private static HttpResponseMessage Rows(JsonArray rows) =>
        Json(new JsonObject { ["totalRecords"] = rows.Count, ["count"] = rows.Count, ["resultTruncated"] = "false", ["data"] = rows.DeepClone() }.ToJsonString());

    private static HttpResponseMessage Page(HttpRequestMessage request, List<JsonObject[]> pages)
    {
        var body = JsonNode.Parse(request.Content!.ReadAsStringAsync().GetAwaiter().GetResult())!;
        var number = int.Parse((string?)body["options"]!["$skipToken"] ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        var answer = new JsonObject { ["resultTruncated"] = "false", ["data"] = new JsonArray([.. pages[number].Select(static r => r.DeepClone())]) };
        if (number + 1 < pages.Count)
        {
            answer["$skipToken"] = $"{number + 1}";
        }

        return Json(answer.ToJsonString());
    }

    private static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
