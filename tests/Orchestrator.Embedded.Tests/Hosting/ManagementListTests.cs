using System.Text.Json.Nodes;
using static Orchestrator.Embedded.Tests.Hosting.ManagementSamples;

namespace Orchestrator.Embedded.Tests.Hosting;

/// <summary>Lists of instances, and purges of many, by filter.</summary>
public sealed class ManagementListTests
{
    [Theory]
    [InlineData("", "a b c d", null)]
    [InlineData("?instanceIdPrefix=b", "b", null)]
    [InlineData("?instanceIdPrefix=x", "", null)]
    [InlineData("?runtimeStatus=Completed", "b", null)]
    [InlineData("?runtimeStatus=completed,Failed", "b c", null)]
    [InlineData("?runtimeStatus=Completed&runtimeStatus=Terminated", "b d", null)]
    [InlineData("?createdTimeFrom=2026-11-20T12:00:00Z", "a b c d", null)]
    [InlineData("?createdTimeFrom=2026-11-20T12:00:01", "", null)]
    [InlineData("?createdTimeTo=2026-11-20T11:59:59Z", "", null)]
    [InlineData("?createdTimeTo=2026-11-20T13:00:00%2B01:00", "a b c d", null)]
    [InlineData("?top=4", "a b c d", null)]
    [InlineData("?top=3", "a b c", "d")]
    [InlineData("?top=1&runtimeStatus=Failed,Terminated", "c", "d")]
    public async Task List_Filtered_GivesAPageAndTheWayOn(string query, string expected, string? onNextPage)
    {
        await using var sample = await SampleHost.StartAsync();
        await ManyAsync(sample);

        var (status, body, response) = await sample.SendAsync("GET", Url(sample, $"/instances{query}"));
        var token = Assert.Single(response.Headers.GetValues("x-ms-continuation-token"));

        Assert.Equal((200, expected), (status, Ids(body)));
        Assert.Equal(onNextPage is null, token.Length == 0);
        if (onNextPage is not null)
        {
            var (_, next, _) = await sample.SendAsync("GET", Url(sample, $"/instances{query}"), null, null, ("x-ms-continuation-token", token));
            Assert.Equal(onNextPage, Ids(next));
        }
    }

    [Theory]
    [InlineData("?top=0")]
    [InlineData("?top=many")]
    [InlineData("?createdTimeFrom=yesterday")]
    [InlineData("?createdTimeTo=31.12.2026x")]
    [InlineData("?runtimeStatus=Done")]
    [InlineData("?runtimeStatus=1")]
    [InlineData("?showInput=1")]
    public async Task List_ParameterMalformed_IsABadRequestThatNamesIt(string query)
    {
        await using var sample = await SampleHost.StartAsync();

        var (status, body, _) = await sample.SendAsync("GET", Url(sample, $"/instances{query}"));

        Assert.Equal(400, status);
        Assert.Contains($"({query[1..query.IndexOf('=', StringComparison.Ordinal)]})", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_TokenOfSomeoneElse_IsABadRequest()
    {
        await using var sample = await SampleHost.StartAsync();

        Assert.Equal(400, (await sample.SendAsync("GET", Url(sample, "/instances"), null, null, ("x-ms-continuation-token", "%%%"))).Status);
    }

    [Theory]
    [InlineData("?showInput=true", "1")]
    [InlineData("?showInput=false", null)]
    public async Task List_ShowInput_DecidesOnTheInputs(string query, string? expected)
    {
        await using var sample = await SampleHost.StartAsync();
        await sample.SendAsync("POST", Url(sample, "/orchestrators/Breaks/a"), "1");

        var (_, body, _) = await sample.SendAsync("GET", Url(sample, $"/instances{query}"));

        Assert.Equal(expected, JsonNode.Parse(body)![0]!["input"]?.ToJsonString());
    }

    [Theory]
    [InlineData("?createdTimeFrom=2026-11-20T12:00:00Z", 200, 3)]
    [InlineData("?createdTimeFrom=2026-11-20T12:00:00Z&runtimeStatus=Completed,Terminated", 200, 2)]
    [InlineData("?createdTimeFrom=2026-11-20T12:00:00Z&runtimeStatus=Running", 404, 0)]
    [InlineData("?createdTimeFrom=2026-11-20T12:00:01Z", 404, 0)]
    [InlineData("?createdTimeFrom=2026-11-19T12:00:00Z&createdTimeTo=2026-11-20T11:00:00Z", 404, 0)]
    [InlineData("", 400, 0)]
    [InlineData("?runtimeStatus=Completed", 400, 0)]
    [InlineData("?createdTimeFrom=2026-11-20T12:00:00Z&runtimeStatus=Done", 400, 0)]
    public async Task Purge_Filtered_DeletesWhatHasEnded(string query, int expected, int deleted)
    {
        await using var sample = await SampleHost.StartAsync();
        await ManyAsync(sample);

        var (status, body, _) = await sample.SendAsync("DELETE", Url(sample, $"/instances{query}"));

        Assert.Equal(expected, status);
        if (status == 200)
        {
            Assert.Equal($$"""{"instancesDeleted":{{deleted}}}""", body);
        }

        var (_, left, _) = await sample.SendAsync("GET", Url(sample, "/instances"));
        Assert.Equal(4 - deleted, JsonNode.Parse(left)!.AsArray().Count);
    }
}
