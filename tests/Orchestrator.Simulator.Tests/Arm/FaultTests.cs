using System.Text.Json.Nodes;
using Orchestrator.Simulator.Faults;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>What goes wrong on purpose, and that a seed repeats it.</summary>
public sealed class FaultTests
{
    private const string Table = $"{AzureTestBed.Network}/routeTables/rt";

    [Theory]
    [InlineData(502, "BadGateway")]
    [InlineData(503, "ServiceUnavailable")]
    public async Task Gateway_ThatFails_ChangesNothing(int status, string code)
    {
        await using var bed = await AzureTestBed.StartAsync();
        bed.Azure.Faults.Add(new() { Fault = status == 502 ? Fault.BadGateway() : Fault.ServiceUnavailable(TimeSpan.FromSeconds(9)) });
        var answer = await bed.PutAsync(Table, ArmBodies.Located(new { }));
        Assert.Equal((status, code, status == 503 ? "9" : null), (answer.Status, answer.Code, answer.Header("Retry-After")));
        Assert.Equal(404, (await bed.GetAsync(Table)).Status);
    }

    [Theory]
    [InlineData(false, 404)]
    [InlineData(true, 200)]
    public async Task Connection_ThatBreaks_LeavesTheCallerInDoubt(bool afterEffect, int status)
    {
        await using var bed = await AzureTestBed.StartAsync();
        bed.Azure.Faults.Add(new() { Fault = afterEffect ? Fault.DropConnectionAfterwards() : Fault.DropConnection() });
        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => bed.PutAsync(Table, ArmBodies.Located(new { })));
        Assert.Equal(HttpRequestError.ResponseEnded, exception.HttpRequestError);
        Assert.Equal(status, (await bed.GetAsync(Table)).Status);
    }

    [Fact]
    public async Task SlowAnswer_ComesWhenItsTimeHasPassed_ButHasItsEffectAtOnce()
    {
        await using var bed = await AzureTestBed.StartAsync();
        bed.Azure.Faults.Add(new() { Fault = Fault.Slow(TimeSpan.FromSeconds(90)) });
        var answer = bed.PutAsync(Table, ArmBodies.Located(new { }));
        Assert.Equal(200, (await bed.GetAsync(Table)).Status);
        await bed.AdvanceAsync(TimeSpan.FromSeconds(89));
        Assert.False(answer.IsCompleted);
        await bed.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(201, (await answer).Status);
    }

    [Fact]
    public async Task StaleRead_ShowsWhatWas_AndTheNextOneWhatIs()
    {
        await using var bed = await AzureTestBed.StartAsync();
        await bed.CreateAsync(Table, Tagged("old"));
        await bed.AdvanceAsync(TimeSpan.FromMinutes(1));
        await bed.CreateAsync(Table, Tagged("new"));
        bed.Azure.Faults.Add(new() { Method = "GET", Fault = Fault.StaleRead(TimeSpan.FromSeconds(20)) });
        Assert.Equal("old", Tag(await bed.GetAsync(Table)));
        Assert.Equal("new", Tag(await bed.GetAsync(Table)));

        await bed.DeleteAsync(Table);
        await bed.SettleAsync();
        bed.Azure.Faults.Add(new() { Method = "GET", Fault = Fault.StaleRead(TimeSpan.FromSeconds(2)) });
        Assert.Equal((200, 404), ((await bed.GetAsync(Table)).Status, (await bed.GetAsync(Table)).Status));
    }

    [Fact]
    public async Task ResourceGraph_LagsBehind_ByItsOptionOrByAFault()
    {
        await using var bed = await AzureTestBed.StartAsync(static options => options with { ResourceGraphLag = TimeSpan.FromSeconds(30) });
        await bed.CreateAsync(Table, ArmBodies.Located(new { }));
        Assert.Equal(0, await CountAsync(bed));
        await bed.AdvanceAsync(TimeSpan.FromSeconds(40));
        Assert.Equal(1, await CountAsync(bed));
        await bed.CreateAsync($"{Table}2", ArmBodies.Located(new { }));
        await bed.AdvanceAsync(TimeSpan.FromSeconds(40));
        bed.Azure.Faults.Add(new() { ResourceType = "Microsoft.ResourceGraph/resources", Fault = Fault.StaleRead(TimeSpan.FromMinutes(1)) });
        Assert.Equal((1, 2), (await CountAsync(bed), await CountAsync(bed)));
    }

    [Fact]
    public async Task Operation_ThatHangs_EndsAllTheSame()
    {
        await using var bed = await AzureTestBed.StartAsync();
        bed.Azure.Faults.Add(new() { Fault = Fault.OperationHangs(TimeSpan.FromHours(3)) });
        await bed.PutAsync(Table, ArmBodies.Located(new { }));
        await bed.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal("Updating", (await bed.GetAsync(Table)).State);
        await bed.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal("Succeeded", (await bed.GetAsync(Table)).State);
    }

    [Fact]
    public async Task EveryRate_StrikesAtItsSeed_TheSameWayTwice()
    {
        var runs = new List<string>();
        for (var run = 0; run < 2; run++)
        {
            await using var bed = await AzureTestBed.StartAsync(static options => options with { Throttling = false });
            bed.Azure.Faults.Random(11, new() { BadGateway = 0.1, ServiceUnavailable = 0.1, ConnectionDropped = 0.1, ConnectionDroppedAfterwards = 0.1, StaleRead = 0.1, ReadFails = 0.1, OperationHangs = 0.1, OperationFails = 0.1 });
            for (var i = 0; i < 60; i++)
            {
                try
                {
                    await bed.PutAsync($"{Table}{i}", ArmBodies.Located(new { }));
                    await bed.GetAsync($"{Table}{i}");
                }
                catch (HttpRequestException)
                {
                    // A dropped connection is one of the faults.
                }
            }

            runs.Add(string.Join(',', bed.Azure.Faults.Injected.Select(static fault => fault.Fault.GetType().Name)));
        }

        Assert.Equal(runs[0], runs[1]);
        Assert.All(new[] { nameof(ResponseFault), nameof(ConnectionFault), nameof(StaleReadFault), nameof(HangFault), nameof(OperationFault) }, kind => Assert.Contains(kind, runs[0]));
    }

    private static JsonObject Tagged(string value)
    {
        var body = ArmBodies.Located(new { });
        body["tags"] = ArmBodies.Json(new { value });
        return body;
    }

    private static string? Tag(ArmAnswer answer) => answer.Body!["tags"]!["value"]!.ToString();

    private static async Task<int> CountAsync(AzureTestBed bed)
    {
        var body = ArmBodies.Json(new { query = "Resources | where type == 'microsoft.network/routetables' | project id" });
        return (await bed.SendAsync("POST", "/providers/Microsoft.ResourceGraph/resources", body, "2024-04-01")).Body!["data"]!.AsArray().Count;
    }
}
