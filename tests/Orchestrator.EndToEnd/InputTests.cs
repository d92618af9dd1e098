using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.EndToEnd;

public sealed class InputTests
{
    [Fact]
    public async Task Apply_ManyMistakes_NamesThemAllAndCreatesNothing()
    {
        await using var harness = await ClusterHarness.StartAsync();
        var before = harness.Azure.Resources.All.Count;
        var sample = Manifests.Sample(version: "1.99").Files.Single().Content
            .Replace("location:", "locatoin:", StringComparison.Ordinal)
            .Replace("maxUnavailable: 0", "maxUnavailable: many", StringComparison.Ordinal);

        var response = await harness.SendAsync(HttpMethod.Post, "/api/apply", new StringContent(sample, Encoding.UTF8, "application/yaml"));
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var errors = problem["errors"]!.AsArray();
        Assert.True(errors.Count >= 3, problem.ToJsonString());
        Assert.All(errors, static e => Assert.NotNull(e!["line"]));
        Assert.Equal(before, harness.Azure.Resources.All.Count);
        Assert.Equal("[]", await (await harness.SendAsync(HttpMethod.Get, "/api/clusters")).Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/api/clusters/default/none", "ORC0401")]
    [InlineData("/api/operations/default.none.1", "ORC0402")]
    [InlineData("/api/operations/nonsense", "ORC0402")]
    public async Task Get_Unknown_IsAProblemWithItsCode(string path, string code)
    {
        await using var harness = await ClusterHarness.StartAsync();

        var response = await harness.SendAsync(HttpMethod.Get, path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(code, JsonNode.Parse(await response.Content.ReadAsStringAsync())!["code"]!.ToString());
    }

    [Fact]
    public async Task Apply_ImmutableChangeOrDowngrade_IsRefusedAndChangesNothing()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(Manifests.Sample(version: "v1.31.1", workers: 1));

        var downgrade = await harness.SendAsync(HttpMethod.Post, "/api/apply", Body(Manifests.Sample(version: "v1.30.2", workers: 1)));
        var skip = await harness.SendAsync(HttpMethod.Post, "/api/apply", Body(Manifests.Sample(version: "v1.33.1", workers: 1)));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (downgrade.StatusCode, skip.StatusCode));
        var status = await harness.GetAsync<Contracts.Operations.ClusterStatus>("/api/clusters/default/c1");
        Assert.Equal((1, "v1.31.1"), (status.Generation, status.Version));
    }

    [Fact]
    public async Task Apply_DryRun_ShowsThePlanAndWritesNothing()
    {
        await using var harness = await ClusterHarness.StartAsync();

        var response = await harness.SendAsync(HttpMethod.Post, "/api/apply?dryRun=true", Body(Manifests.Sample()));
        var outcome = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["clusters"]![0]!;

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(outcome["plan"]!["summary"]!["create"]!.GetValue<int>() >= 12);
        Assert.Equal(0, harness.Azure.Resources.Calls("PUT"));
        Assert.Equal(HttpStatusCode.NotFound, (await harness.SendAsync(HttpMethod.Get, "/api/clusters/default/c1")).StatusCode);
    }

    [Fact]
    public async Task Apply_SamePlanAfterVersionChange_NamesTheMachinesThatRollAndTheField()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 2));

        var response = await harness.SendAsync(HttpMethod.Post, "/api/apply?dryRun=true", Body(Manifests.Sample(version: "v1.31.1", workers: 2)));
        var plan = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["clusters"]![0]!["plan"]!;

        Assert.Equal(3, plan["summary"]!["machinesToRoll"]!.GetValue<int>());
        Assert.Contains("imageReference", plan.ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }

    private static JsonContent Body(ApplyRequest request) => JsonContent.Create(request, new(ApplyRequest.MediaType), Contracts.ContractJson.Options);
}
