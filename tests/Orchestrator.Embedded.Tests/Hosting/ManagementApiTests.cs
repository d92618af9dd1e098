using System.Text.Json.Nodes;
using Microsoft.DurableTask.Client;
using Orchestrator.Determinism.Order;
using Orchestrator.Determinism.Time;
using static Orchestrator.Embedded.Tests.Hosting.ManagementSamples;

namespace Orchestrator.Embedded.Tests.Hosting;

/// <summary>Every route of the management API by every outcome, and the bodies and headers of those that have some.</summary>
public sealed class ManagementApiTests
{
    /// <summary>Method, path ({} is the instance), state of the instance, status.</summary>
    public static TheoryData<string, string, string, int> Outcomes
    {
        get
        {
            var rows = new TheoryData<string, string, string, int>();
            string[] states = ["running", "suspended", "completed", "failed", "terminated", "unknown"];
            void Route(string method, string path, params int[] statuses)
            {
                foreach (var (state, status) in states.Zip(statuses))
                {
                    rows.Add(method, path, state, status);
                }
            }

            Route("GET", "/instances/{}", 202, 202, 200, 200, 200, 404);
            Route("GET", "/instances/{}?showHistory=true&showHistoryOutput=true&showInput=false", 202, 202, 200, 200, 200, 404);
            Route("GET", "/instances/{}?returnInternalServerErrorOnFailure=true", 202, 202, 200, 500, 200, 404);
            Route("DELETE", "/instances/{}", 412, 412, 200, 200, 200, 404);
            Route("POST", "/instances/{}/raiseEvent/approve", 202, 202, 410, 410, 410, 404);
            Route("POST", "/instances/{}/terminate?reason=r", 202, 202, 410, 410, 410, 404);
            Route("POST", "/instances/{}/suspend?reason=r", 202, 202, 410, 410, 410, 404);
            Route("POST", "/instances/{}/resume?reason=r", 202, 202, 410, 410, 410, 404);
            Route("POST", "/instances/{}/restart", 202, 202, 202, 202, 202, 400);
            Route("POST", "/instances/{}/restart?restartWithNewInstanceId=false", 409, 409, 202, 202, 202, 400);
            Route("POST", "/instances/{}/restart?restartWithNewInstanceId=perhaps", 400, 400, 400, 400, 400, 400);
            Route("POST", "/orchestrators/Breaks/{}", 409, 409, 202, 202, 202, 202);
            Route("POST", "/orchestrators/Breaks/{}?timeout=1&pollingInterval=2", 400, 400, 400, 400, 400, 400);
            Route("POST", "/orchestrators/Breaks/{}?timeout=soon&pollingInterval=2", 400, 400, 400, 400, 400, 400);
            Route("POST", "/orchestrators/Breaks/{}?timeout=5", 409, 409, 202, 202, 202, 202);
            Route("PUT", "/instances/{}", 404, 404, 404, 404, 404, 404);
            Route("POST", "/instances/{}/explode", 404, 404, 404, 404, 404, 404);
            Route("GET", "/INSTANCES/{}", 202, 202, 200, 200, 200, 404);
            return rows;
        }
    }

    public static TheoryData<string, string> Routes => new(Outcomes.Select(row => (row.Data.Item1, row.Data.Item2)).Distinct());

    [Theory]
    [MemberData(nameof(Outcomes))]
    public async Task Route_ByStateOfTheInstance_AnswersAsTheRealHost(string method, string path, string state, int expected)
    {
        await using var sample = await SampleHost.StartAsync();
        var id = await InstanceAsync(sample, state);

        var (status, body, response) = await sample.SendAsync(method, Url(sample, path.Replace("{}", id, StringComparison.Ordinal)), method == "POST" ? "1" : null);

        Assert.True(expected == status, $"{status}: {body}");
        if (status >= 400 && !path.Contains("OnFailure", StringComparison.Ordinal))
        {
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        }
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Route_WithoutTheKey_IsUnauthorizedAndChangesNothing(string method, string path)
    {
        await using var sample = await SampleHost.StartAsync();
        var id = await InstanceAsync(sample, "running");
        var before = await sample.Host.Client.GetInstanceAsync(id);

        var (status, _, _) = await sample.SendAsync(method, $"{Root}{path.Replace("{}", id, StringComparison.Ordinal)}", method == "POST" ? "1" : null);

        Assert.Equal(401, status);
        Assert.Equal(before?.ToString(), (await sample.Host.Client.GetInstanceAsync(id))?.ToString());
    }

    [Theory]
    [InlineData("running", 412)]
    [InlineData("suspended", 412)]
    [InlineData("completed", 410)]
    [InlineData("terminated", 410)]
    [InlineData("unknown", 404)]
    public async Task Rewind_NotAFailedInstance_IsRefused(string state, int expected)
    {
        await using var sample = await SampleHost.StartAsync();
        var id = await InstanceAsync(sample, state);

        Assert.Equal(expected, (await sample.SendAsync("POST", Url(sample, $"/instances/{id}/rewind?reason=again"))).Status);
    }

    [Fact]
    public async Task History_Shown_FoldsAndLeavesOutAsTheRealHost()
    {
        await using var sample = await SampleHost.StartAsync();
        await InstanceAsync(sample, "completed");

        var (_, withOutput, _) = await sample.SendAsync("GET", Url(sample, "/instances/one?showHistory=true&showHistoryOutput=true"));
        var (_, without, _) = await sample.SendAsync("GET", Url(sample, "/instances/one?showHistory=true&showInput=false"));
        var (_, none, _) = await sample.SendAsync("GET", Url(sample, "/instances/one"));

        const string expected =
            """
            [{"EventType":"ExecutionStarted","FunctionName":"Shop","Input":"{\"Item\":\"fig\",\"Count\":1}","Timestamp":"2026-11-20T12:00:00Z"},
            {"EventType":"TaskCompleted","Result":"1 fig for one","ScheduledTime":"2026-11-20T12:00:00Z","FunctionName":"Pack","Input":"[{\"Item\":\"fig\",\"Count\":1}]","Timestamp":"2026-11-20T12:00:00Z"},
            {"EventType":"EventRaised","Name":"approve","Input":"\"ok\"","Timestamp":"2026-11-20T12:00:00Z"},
            {"EventType":"ExecutionCompleted","OrchestrationStatus":"Completed","Result":"Hello: 1 fig for one ok","Timestamp":"2026-11-20T12:00:00Z"}]
            """;
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), JsonNode.Parse(withOutput)!["historyEvents"]!.ToJsonString());
        Assert.Equal(4, JsonNode.Parse(without)!["historyEvents"]!.AsArray().Count);
        Assert.DoesNotContain("Result", without, StringComparison.Ordinal);
        Assert.DoesNotContain("Input", without, StringComparison.Ordinal);
        Assert.Null(JsonNode.Parse(none)!["historyEvents"]);
    }

    [Fact]
    public async Task History_OfAFailure_HasItsReason()
    {
        await using var sample = await SampleHost.StartAsync();
        var id = await InstanceAsync(sample, "failed");

        var (_, body, _) = await sample.SendAsync("GET", Url(sample, $"/instances/{id}?showHistory=true"));

        var last = JsonNode.Parse(body)!["historyEvents"]!.AsArray()[^1]!;
        Assert.Equal(("ExecutionCompleted", "Failed", "as asked"), ((string?)last["EventType"], (string?)last["OrchestrationStatus"], (string?)last["Reason"]));
    }

    [Fact]
    public async Task Rewind_FailedInstance_RunsWhatFailedAgain()
    {
        await using var sample = await SampleHost.StartAsync();
        await sample.SendAsync("POST", Url(sample, "/orchestrators/Mends/one"), "\"fig\"");
        var failed = await sample.Host.Client.WaitForInstanceCompletionAsync("one");

        var (status, body, _) = await sample.SendAsync("POST", Url(sample, "/instances/one/rewind?reason=mended"));
        var done = await sample.Host.Client.WaitForInstanceCompletionAsync("one", getInputsAndOutputs: true);

        Assert.Equal((OrchestrationRuntimeStatus.Failed, 202, string.Empty), (failed.RuntimeStatus, status, body));
        Assert.Equal((OrchestrationRuntimeStatus.Completed, "mended fig"), (done.RuntimeStatus, done.ReadOutputAs<string>()));
    }

    [Fact]
    public async Task Rewind_AChildThatFailedWasReplacedByOneThatRuns_IsRefused()
    {
        await using var sample = await SampleHost.StartAsync();
        await sample.SendAsync("POST", Url(sample, "/orchestrators/MendsInAChild/one"), "\"fig\"");
        await sample.Host.Client.WaitForInstanceCompletionAsync("one");
        await sample.SendAsync("POST", Url(sample, "/orchestrators/Shop/child"), """{"Item":"fig","Count":1}""");

        var (status, body, _) = await sample.SendAsync("POST", Url(sample, "/instances/one/rewind?reason=mended"));

        Assert.Equal(412, status);
        Assert.Contains("'child'", body, StringComparison.Ordinal);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await sample.Host.Client.GetInstanceAsync("one"))!.RuntimeStatus);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8", "1", 202)]
    [InlineData("Application/JSON", "null", 202)]
    [InlineData("application/problem+json", "1", 400)]
    [InlineData("text/json", "1", 400)]
    [InlineData("application/json", "", 400)]
    public async Task RaiseEvent_OnlyJson_IsTaken(string contentType, string body, int expected)
    {
        await using var sample = await SampleHost.StartAsync();
        await InstanceAsync(sample, "running");
        using var content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var request = new HttpRequestMessage(HttpMethod.Post, Url(sample, "/instances/one/raiseEvent/other")) { Content = content };

        using var response = await sample.Host.SendAsync(request);

        Assert.Equal(expected, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("?version=2.1", "2.1")]
    public async Task Start_WithAVersion_RunsThatVersion(string query, string expected)
    {
        await using var sample = await SampleHost.StartAsync();

        await sample.SendAsync("POST", Url(sample, $"/orchestrators/TellVersion/one{query}"));

        Assert.Equal(expected, (await sample.Host.Client.WaitForInstanceCompletionAsync("one", getInputsAndOutputs: true)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Links_OfAStart_AreComplete()
    {
        await using var sample = await SampleHost.StartAsync();

        var (_, body, response) = await sample.SendAsync("POST", $"{Root}/orchestrators/Shop/a%20b?taskHub=hub&timeout=3&code={sample.Host.SystemKey}", """{"Item":"fig","Count":1}""");

        var instance = $"http://localhost{Root}/instances/a%20b";
        var query = $"taskHub=hub&connection=Storage&code={Uri.EscapeDataString(sample.Host.SystemKey)}";
        var expected = new JsonObject
        {
            ["id"] = "a b",
            ["statusQueryGetUri"] = $"{instance}?{query}",
            ["sendEventPostUri"] = $"{instance}/raiseEvent/{{eventName}}?{query}",
            ["terminatePostUri"] = $"{instance}/terminate?reason={{text}}&{query}",
            ["rewindPostUri"] = $"{instance}/rewind?reason={{text}}&{query}",
            ["purgeHistoryDeleteUri"] = $"{instance}?{query}",
            ["restartPostUri"] = $"{instance}/restart?{query}",
            ["suspendPostUri"] = $"{instance}/suspend?reason={{text}}&{query}",
            ["resumePostUri"] = $"{instance}/resume?reason={{text}}&{query}",
        };
        Assert.Equal(expected.ToJsonString(), JsonNode.Parse(body)!.ToJsonString());
        Assert.Equal(("10", $"{instance}?{query}"), (response.Headers.RetryAfter?.ToString(), response.Headers.Location?.OriginalString));
    }

    [Theory]
    [InlineData("/orchestrators/Weighs", "7", 200, "7")]
    [InlineData("/orchestrators/Breaks", "7", 200, "Failed")]
    public async Task Wait_EndsInTime_AnswersTheOutputOrTheStatus(string path, string input, int expected, string content)
    {
        await using var sample = await SampleHost.StartAsync();
        path = path.Replace("Weighs", "WeighAnything", StringComparison.Ordinal);

        var (status, body, _) = await sample.SendAsync("POST", Url(sample, $"{path}?timeout=30&pollingInterval=1"), input);

        var json = JsonNode.Parse(body)!;
        Assert.Equal((expected, content), (status, json is JsonObject shown ? (string?)shown["runtimeStatus"] : json.ToJsonString()));
    }

    [Theory]
    [InlineData("/orchestrators/Shop/two")]
    [InlineData("/instances/one/restart")]
    public async Task Wait_TimeRunsOut_AnswersTheLinksWhenItHas(string path)
    {
        var clock = new VirtualClock(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        var dispatcher = new DeterministicDispatcher();
        await using var sample = await SampleHost.StartAsync(o => o with { Time = clock, Dispatcher = dispatcher });
        var first = sample.SendAsync("POST", Url(sample, "/orchestrators/Shop/one"), """{"Item":"fig","Count":1}""");
        await dispatcher.RunUntilIdleAsync();
        await first;

        var request = sample.SendAsync("POST", Url(sample, $"{path}?timeout=2.5&pollingInterval=1"), """{"Item":"fig","Count":1}""");
        await dispatcher.RunUntilIdleAsync();
        Assert.False(request.IsCompleted);
        Assert.False(clock.IsHeld);
        Assert.True(clock.AdvanceToNextTimer());

        Assert.Equal(202, (await request).Status);
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 12, 0, 2, 500, TimeSpan.Zero), clock.GetUtcNow());
    }

    [Fact]
    public async Task Restart_WithTheSameId_RunsAgainWithItsInput()
    {
        await using var sample = await SampleHost.StartAsync();
        await InstanceAsync(sample, "completed");

        var (_, body, _) = await sample.SendAsync("POST", Url(sample, "/instances/one/restart?restartWithNewInstanceId=false"));
        await sample.Host.Client.RaiseEventAsync("one", "approve", "again");
        var instance = await sample.Host.Client.WaitForInstanceCompletionAsync("one", getInputsAndOutputs: true);

        Assert.Equal(("one", "Hello: 1 fig for one again"), ((string?)JsonNode.Parse(body)!["id"], instance.ReadOutputAs<string>()));
    }

    [Fact]
    public async Task MakePrimary_IsOk()
    {
        await using var sample = await SampleHost.StartAsync();

        Assert.Equal(200, (await sample.SendAsync("POST", Url(sample, "/makeprimary"))).Status);
        Assert.Equal(401, (await sample.SendAsync("POST", $"{Root}/makeprimary")).Status);
    }
}
