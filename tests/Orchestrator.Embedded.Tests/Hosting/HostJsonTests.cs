using Orchestrator.Embedded.Hosting;

namespace Orchestrator.Embedded.Tests.Hosting;

public sealed class HostJsonTests
{
    [Theory]
    [InlineData("""{"version":"2.0"}""", "/api/greet/Ada")]
    [InlineData("""{"version":"2.0","extensions":{"http":{"routePrefix":""}}}""", "/greet/Ada")]
    [InlineData("""{"version":"2.0","extensions":{"http":{"routePrefix":"v1/clusters"}}}""", "/v1/clusters/greet/Ada")]
    [InlineData("""{"Version":"2.0", /* as Azure reads it */ "logging":{"level":1}, "Extensions":{"Http":{"RoutePrefix":"v2"}},}""", "/v2/greet/Ada")]
    public async Task RoutePrefix_Set_RoutesFollow(string json, string path)
    {
        using var file = new TemporaryFile(json);
        await using var sample = await SampleHost.StartAsync(o => o with { HostJsonPath = file.Path });

        Assert.Equal(200, (await sample.SendAsync("GET", path)).Status);
    }

    [Theory]
    [InlineData("{", "is not valid JSON")]
    [InlineData("[]", "the document must be an object")]
    [InlineData("{}", "version must be \"2.0\"")]
    [InlineData("""{"version":2}""", "version must be a string")]
    [InlineData("""{"version":"2.0","retry":{"strategy":"fixedDelay"}}""", "retry is for every function")]
    [InlineData("""{"version":"2.0","extensions":5}""", "extensions must be an object")]
    [InlineData("""{"version":"2.0","extensions":{"http":{"routePrefix":5}}}""", "extensions.http.routePrefix must be a string")]
    [InlineData("""{"version":"2.0","extensions":{"http":{"customHeaders":{"X-Frame-Options":5}}}}""", "extensions.http.customHeaders must be an object of strings")]
    [InlineData("""{"version":"2.0","extensions":{"durableTask":{"hubName":"a-b"}}}""", "extensions.durableTask.hubName must be 3 to 45 letters")]
    [InlineData("""{"version":"2.0","extensions":{"durableTask":{"versionMatchStrategy":"Newest"}}}""", "versionMatchStrategy must be one of None, Strict, CurrentOrOlder")]
    [InlineData("""{"version":"2.0","extensions":{"durableTask":{"versionFailureStrategy":"Ignore"}}}""", "versionFailureStrategy must be one of Reject, Fail")]
    [InlineData("""{"version":"2.0","extensions":{"durableTask":{"maxConcurrentActivityFunctions":0}}}""", "maxConcurrentActivityFunctions must be a whole number above 0")]
    [InlineData("""{"version":"2.0","extensions":{"durableTask":{"maxConcurrentOrchestratorFunctions":1.5}}}""", "maxConcurrentOrchestratorFunctions must be a whole number above 0")]
    public async Task HostJson_Wrong_StopsTheStart(string json, string message)
    {
        using var file = new TemporaryFile(json);

        var error = await Assert.ThrowsAsync<EmbeddedHostException>(() => SampleHost.StartAsync(o => o with { HostJsonPath = file.Path }));

        Assert.Contains(file.Path, error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HostJson_NamedButAbsent_StopsTheStart()
    {
        var error = await Assert.ThrowsAsync<EmbeddedHostException>(() => SampleHost.StartAsync(o => o with { HostJsonPath = "/nowhere/host.json" }));

        Assert.Equal("host.json not found: /nowhere/host.json", error.Message);
    }
}
