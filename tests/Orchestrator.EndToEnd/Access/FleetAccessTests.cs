using System.Net;
using System.Net.Http.Json;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Fleet;
using Orchestrator.Contracts.Messages;
using Orchestrator.Functions.Access;

namespace Orchestrator.EndToEnd.Access;

/// <summary>Fleets at the door: callers who are kept to namespaces act on the clusters of these, and know of no other.</summary>
public sealed class FleetAccessTests
{
    private const string Restart = """{"action":"Restart","selector":"env=prod"}""";

    [Fact]
    public async Task Caller_OfOneNamespace_SelectsItsClustersOnly()
    {
        await using var door = await OpenAsync();
        var mine = door.Token(Role.Operator, "team-a");

        Assert.Equal(["team-a/c2"], ClustersOf(await ReadAsync(await PostAsync(door, "/api/fleet?dryRun=true", Restart, mine))));
        var started = await PostAsync(door, "/api/fleet", Restart, mine);
        var fleet = await ReadAsync(started);
        Assert.Equal((HttpStatusCode.Accepted, "team-a/c2", "ada@example.com"), (started.StatusCode, Assert.Single(ClustersOf(fleet)), fleet.Origin!.Caller.Name));
        Assert.Equal(HttpStatusCode.OK, (await door.SendAsync(HttpMethod.Get, $"/api/fleet/{fleet.Id}", door.Token(Role.Reader, "team-a"))).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(door, $"/api/fleet/{fleet.Id}/suspend", "", mine)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(door, "/api/fleet", Restart, door.Token(Role.Operator, "team-b"))).StatusCode);
    }

    [Theory]
    [InlineData("""{"action":"Restart","selector":"env=prod","namespace":"default"}""")]
    [InlineData("""{"action":"Apply","apply":{"files":[{"name":"c1.yaml","content":"CLUSTER"}]}}""")]
    public async Task Caller_OfOneNamespace_WhoNamesAnother_IsRefusedWhole(string body)
    {
        await using var door = await OpenAsync();
        var cluster = System.Text.Json.JsonEncodedText.Encode(Labeled("c1", "default").Files.Single().Content).ToString();

        var refused = await PostAsync(door, "/api/fleet", body.Replace("CLUSTER", cluster, StringComparison.Ordinal), door.Token(Role.Admin, "team-a"));

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("only in: team-a", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("[]", await (await door.SendAsync(HttpMethod.Get, "/api/fleet", door.Token(Role.Admin))).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Fleet_ThatHoldsOtherNamespacesToo_IsNeitherSeenNorSteered()
    {
        await using var door = await OpenAsync();
        var both = await ReadAsync(await PostAsync(door, "/api/fleet", Restart, door.Token(Role.Operator)));
        var own = await ReadAsync(await PostAsync(door, "/api/fleet", Restart, door.Token(Role.Operator, "team-a")));
        var mine = door.Token(Role.Admin, "team-a");

        Assert.Equal(["default/c1", "team-a/c2"], ClustersOf(both));
        Assert.Equal(HttpStatusCode.Forbidden, (await door.SendAsync(HttpMethod.Get, $"/api/fleet/{both.Id}", mine)).StatusCode);
        foreach (var verb in (string[])["suspend", "resume", "cancel"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(door, $"/api/fleet/{both.Id}/{verb}", "", mine)).StatusCode);
        }

        var seen = await (await door.SendAsync(HttpMethod.Get, "/api/fleet", mine)).Content.ReadFromJsonAsync<IReadOnlyList<FleetStatus>>(ContractJson.Options);
        Assert.Equal([own.Id], seen!.Select(static f => f.Id));
    }

    /// <summary>One cluster in <c>default</c> and one in <c>team-a</c>, both of <c>env=prod</c>.</summary>
    private static async Task<Door> OpenAsync()
    {
        var door = await Door.OpenAsync();
        foreach (var manifest in new[] { Labeled("c1", "default"), Labeled("c2", "team-a") })
        {
            Assert.Equal(HttpStatusCode.Accepted, (await door.ApplyAsync(manifest, door.Token(Role.Admin))).StatusCode);
        }

        return door;
    }

    private static ApplyRequest Labeled(string name, string @namespace)
    {
        var sample = Manifests.Sample(workers: 1);
        var content = sample.Files.Single().Content
            .Replace("${CLUSTER_NAME:=demo}", name, StringComparison.Ordinal)
            .Replace("namespace: default", $"namespace: {@namespace}\n  labels: {{ env: prod }}", StringComparison.Ordinal);
        return sample with { Files = [sample.Files.Single() with { Content = content }] };
    }

    private static Task<HttpResponseMessage> PostAsync(Door door, string path, string body, string token) => door.SendAsync(HttpMethod.Post, path, token, new StringContent(body));

    private static async Task<FleetStatus> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return System.Text.Json.JsonSerializer.Deserialize<FleetStatus>(text, ContractJson.Options)!;
    }

    private static IEnumerable<string> ClustersOf(FleetStatus fleet) => fleet.Clusters.Select(static m => m.Cluster.ToString());
}
