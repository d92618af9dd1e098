using System.Text.Json;
using Microsoft.DurableTask.Client;
using Orchestrator.Embedded.Tests.Hosting.Samples;

namespace Orchestrator.Embedded.Tests.Hosting;

public sealed class DurableTaskWebhookTests
{
    private const string Root = "/runtime/webhooks/durabletask";

    [Fact]
    public async Task CheckStatusResponse_ItsLinks_LeadThroughTheInstancesLife()
    {
        await using var sample = await SampleHost.StartAsync();

        var (started, body, response) = await sample.SendAsync("POST", "/api/StartShop");
        var links = JsonDocument.Parse(body).RootElement;
        var id = links.GetProperty("Id").GetString()!;
        var status = Path(links, "StatusQueryGetUri");
        await sample.Host.Client.WaitForInstanceStartAsync(id);
        var (running, runningBody, runningResponse) = await sample.SendAsync("GET", status);
        var (raised, _, _) = await sample.SendAsync("POST", Path(links, "SendEventPostUri").Replace("{eventName}", "approve", StringComparison.Ordinal), "\"yes\"");
        await sample.Host.Client.WaitForInstanceCompletionAsync(id);
        var (completed, completedBody, _) = await sample.SendAsync("GET", status);

        Assert.Equal((202, response.Headers.Location?.OriginalString), (started, links.GetProperty("StatusQueryGetUri").GetString()));
        Assert.Equal((202, "5", status), (running, runningResponse.Headers.RetryAfter?.ToString(), runningResponse.Headers.Location?.PathAndQuery));
        Assert.Equal("Running", JsonDocument.Parse(runningBody).RootElement.GetProperty("runtimeStatus").GetString());
        Assert.Equal((202, 200), (raised, completed));
        Assert.Equal(
            $$"""{"name":"Shop","instanceId":"{{id}}","runtimeStatus":"Completed","input":{"Item":"apple","Count":2},"customStatus":null,"output":"Hello: 2 apple for {{id}} yes","createdTime":"2026-11-20T12:00:00Z","lastUpdatedTime":"2026-11-20T12:00:00Z"}""",
            completedBody);
    }

    [Fact]
    public async Task Orchestrator_StartedByHttp_TakesItsInputAndId()
    {
        await using var sample = await SampleHost.StartAsync();

        var (status, body, response) = await sample.SendAsync("POST", Url(sample, "/orchestrators/Shop/mine"), """{"Item":"fig","Count":3}""");
        await sample.Host.Client.RaiseEventAsync("mine", "approve", "ok");
        var instance = await sample.Host.Client.WaitForInstanceCompletionAsync("mine", getInputsAndOutputs: true);

        Assert.Equal((202, "10"), (status, response.Headers.RetryAfter?.ToString()));
        Assert.Equal("mine", JsonDocument.Parse(body).RootElement.GetProperty("id").GetString());
        Assert.Equal("Hello: 3 fig for mine ok", instance.ReadOutputAs<string>());
    }

    [Theory]
    [InlineData("Nobody", "{}")]
    [InlineData("Pack", "{}")]
    [InlineData("Shop", "{")]
    public async Task Orchestrator_StartedWrongly_IsABadRequest(string name, string body)
    {
        await using var sample = await SampleHost.StartAsync();

        Assert.Equal(400, (await sample.SendAsync("POST", Url(sample, $"/orchestrators/{name}"), body)).Status);
    }

    [Theory]
    [InlineData("GET", "", 200)]
    [InlineData("GET", "?returnInternalServerErrorOnFailure=true", 500)]
    [InlineData("GET", "?showInput=maybe", 400)]
    [InlineData("POST", "/raiseEvent/any", 410)]
    [InlineData("POST", "/terminate?reason=late", 410)]
    [InlineData("POST", "/suspend", 410)]
    [InlineData("POST", "/resume", 410)]
    [InlineData("DELETE", "", 200)]
    public async Task Instance_Failed_AnswersEachVerb(string method, string action, int expected)
    {
        await using var sample = await SampleHost.StartAsync();
        var id = await sample.Host.Client.ScheduleNewOrchestrationInstanceAsync("Breaks", CancellationToken.None);
        await sample.Host.Client.WaitForInstanceCompletionAsync(id);

        var (status, body, _) = await sample.SendAsync(method, Url(sample, $"/instances/{id}{action}"), method == "POST" ? "1" : null);

        Assert.Equal(expected, status);
        if (method == "DELETE")
        {
            Assert.Equal("""{"instancesDeleted":1}""", body);
            Assert.Null(await sample.Host.Client.GetInstanceAsync(id));
        }
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("DELETE", "")]
    [InlineData("POST", "/raiseEvent/any")]
    [InlineData("POST", "/terminate")]
    [InlineData("POST", "/suspend")]
    [InlineData("POST", "/resume")]
    public async Task Instance_Unknown_IsNotFoundAndNeedsTheKeyAllTheSame(string method, string action)
    {
        await using var sample = await SampleHost.StartAsync();
        var body = method == "POST" ? "1" : null;

        Assert.Equal(404, (await sample.SendAsync(method, Url(sample, $"/instances/none{action}"), body)).Status);
        Assert.Equal(401, (await sample.SendAsync(method, $"{Root}/instances/none{action}", body)).Status);
    }

    [Fact]
    public async Task Instance_Running_IsSuspendedResumedTerminatedButNotDeleted()
    {
        await using var sample = await SampleHost.StartAsync();
        var id = await sample.Host.Client.ScheduleNewOrchestrationInstanceAsync("Shop", new Order("apple", 1), CancellationToken.None);
        await sample.Host.Client.WaitForInstanceStartAsync(id);

        Assert.Equal(412, (await sample.SendAsync("DELETE", Url(sample, $"/instances/{id}"))).Status);
        Assert.Equal(400, (await sample.SendAsync("POST", Url(sample, $"/instances/{id}/raiseEvent/approve"), "yes", "text/plain")).Status);
        Assert.Equal(400, (await sample.SendAsync("POST", Url(sample, $"/instances/{id}/raiseEvent/approve"), "{")).Status);
        Assert.Equal(202, (await sample.SendAsync("POST", Url(sample, $"/instances/{id}/suspend?reason=wait"))).Status);
        Assert.Equal(202, (await sample.SendAsync("POST", Url(sample, $"/instances/{id}/resume?reason=go"))).Status);
        Assert.Equal(202, (await sample.SendAsync("POST", Url(sample, $"/instances/{id}/terminate?reason=enough"))).Status);
        var ended = await sample.Host.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);

        Assert.Equal((OrchestrationRuntimeStatus.Terminated, "enough"), (ended.RuntimeStatus, ended.ReadOutputAs<string>()));
    }

    private static string Path(JsonElement links, string name) => new Uri(links.GetProperty(name).GetString()!).PathAndQuery.Replace("%7B", "{", StringComparison.Ordinal).Replace("%7D", "}", StringComparison.Ordinal);

    private static string Url(SampleHost sample, string path) => $"{Root}{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}code={sample.Host.SystemKey}";
}
