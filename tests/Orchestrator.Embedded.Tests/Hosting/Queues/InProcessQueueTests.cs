using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrator.Embedded.Hosting.Queues;

namespace Orchestrator.Embedded.Tests.Hosting.Queues;

public sealed class InProcessQueueTests
{
    public static TheoryData<Type, string, string> Types => new()
    {
        { typeof(QueueSamples.Text), "näh", "näh" },
        { typeof(QueueSamples.Bytes), "AZ", "65 90" },
        { typeof(QueueSamples.Data), "plain", "plain" },
        { typeof(QueueSamples.Object), """{"item":"fig","count":3}""", "3 fig" },
        { typeof(QueueSamples.Message), "whole", "whole 1 7" },
        {
            typeof(QueueSamples.Properties),
            """{"item":"fig","count":3,"fresh":true,"day":"Friday","due":"2026-11-20T12:00:00+00:00","inner":{"item":"pip","count":1},"list":[1],"id":"own"}""",
            "fig 3 True Friday 2026-11-20T12:00:00.0000000+00:00 Order { Item = pip, Count = 1 } own False"
        },
        { typeof(QueueSamples.Properties), """{"Item":"fig","Count":"3","id":"own","fresh":null}""", "fig 3     own False" },
        { typeof(QueueSamples.ObjectAndProperty), """{"item":"fig","count":3}""", "fig fig" },
        { typeof(QueueSamples.BytesAndProperty), """{"item":"fig"}""", "14 none" },
        { typeof(QueueSamples.Texts), "[1]", "1 \"2026-11-20T12:00:00+00:00\" DequeueCount ExpirationTime Id InsertionTime NextVisibleTime PopReceipt QueueTrigger" },
        { typeof(QueueSamples.Metadata), "m", "True True True 1 7.00:00:00 00:10:00 m" },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Message_ByTypeOfTheParameter_ReachesTheFunctionOnce(Type function, string message, string expected)
    {
        await using var app = new QueueApp(function);
        await app.StartAsync();
        await app.SendAsync(message);

        await app.RunForAsync(TimeSpan.FromHours(1));

        Assert.Equal([expected], app.Lines);
    }

    [Fact]
    public async Task Message_WithoutAPropertyThatAParameterNeeds_FailsAndIsTriedAgain()
    {
        await using var app = new QueueApp(typeof(QueueSamples.Properties));
        await app.StartAsync();
        await app.SendAsync("""{"item":"fig"}""");

        await app.PumpAsync();

        Assert.Empty(app.Lines);
        Assert.Equal(5, app.Sample.Logs.Entries.Count(e => e.Exception?.Message == "'count' is required."));
    }

    [Fact]
    public async Task Messages_RunInTheOrderOfTheirComing()
    {
        await using var app = new QueueApp(typeof(QueueSamples.Text));
        await app.StartAsync();
        var sent = Enumerable.Range(0, 40).Select(i => $"{i}").ToArray();
        await app.SendAsync(sent);

        await app.PumpAsync();

        Assert.Equal(sent, app.Lines);
        Assert.Null(app.Clock.NextTimer);
    }

    [Theory]
    [InlineData("OnText", """{"input":"by hand"}""", 202, "by hand")]
    [InlineData("ontext", """{"input":{"item":"fig"}}""", 202, "{\"item\":\"fig\"}")]
    [InlineData("OnText", "{}", 202, "")]
    [InlineData("OnText", "[1]", 400, null)]
    [InlineData("OnText", "{", 400, null)]
    [InlineData("OnText", "", 400, null)]
    [InlineData("Nobody", "{}", 404, null)]
    public async Task Admin_RunsAQueueFunctionThroughItsQueue(string function, string body, int expected, string? message)
    {
        await using var app = new QueueApp(typeof(QueueSamples.Text));
        await app.StartAsync();

        var (unauthorized, _, _) = await app.Sample.SendAsync("POST", $"/admin/functions/{function}?code={app.Sample.Host.HostKey}", body);
        var (status, _, _) = await app.Sample.SendAsync("POST", $"/admin/functions/{function}?code={app.Sample.Host.MasterKey}", body);
        await app.PumpAsync();

        Assert.Equal((401, expected), (unauthorized, status));
        Assert.Equal(message is null ? [] : [message], app.Lines);
    }

    [Fact]
    public async Task Admin_InputTooLargeForAQueue_IsABadRequest()
    {
        await using var app = new QueueApp(typeof(QueueSamples.Text));
        await app.StartAsync();

        var body = $"{{\"input\":\"{new string('x', 50_000)}\"}}";

        Assert.Equal(400, (await app.Sample.SendAsync("POST", $"/admin/functions/OnText?code={app.Sample.Host.MasterKey}", body)).Status);
    }

    [Fact]
    public async Task Message_Delayed_IsSeenWhenItsTimeHasCome()
    {
        await using var app = new QueueApp(typeof(QueueSamples.Failing));
        await app.StartAsync();
        await app.Sample.Host.EnqueueAsync("JOBS", BinaryData.FromString("late"), TimeSpan.FromMinutes(90));

        await app.RunForAsync(TimeSpan.FromHours(2));

        Assert.Equal(["late 1 at 13:30:00"], app.Lines);
    }

    [Fact]
    public async Task Message_ThatAlwaysFails_IsTriedFiveTimesAndGoesToThePoisonQueue()
    {
        await using var app = new QueueApp(typeof(QueueSamples.Failing), typeof(QueueSamples.Poison));
        await app.StartAsync();
        await app.SendAsync("bad");

        await app.RunForAsync(TimeSpan.FromHours(1));

        Assert.Equal([.. Enumerable.Range(1, 5).Select(n => $"bad {n} at 12:00:00"), "poison bad 1"], app.Lines);
        Assert.Equal(5, app.Sample.Logs.Entries.Count(e => e.Level == LogLevel.Error && e.Exception?.Message == "as asked"));
        Assert.Single(app.Sample.Logs.Entries, e => e.Message.Contains("it goes to the poison queue", StringComparison.Ordinal));
    }

    [Fact]
    public async Task HostJson_VisibilityTimeoutAndMaxDequeueCount_SpaceAndCountTheTries()
    {
        await using var app = new QueueApp(typeof(QueueSamples.Failing), typeof(QueueSamples.Poison))
        {
            HostJson = QueueApp.HostJsonWith("""{"visibilityTimeout":"00:00:30","maxDequeueCount":3}"""),
        };
        await app.StartAsync();
        await app.SendAsync("bad");

        await app.RunForAsync(TimeSpan.FromHours(1));

        Assert.Equal(["bad 1 at 12:00:00", "bad 2 at 12:00:30", "bad 3 at 12:01:00", "poison bad 1"], app.Lines);
    }

    [Theory]
    [InlineData("""{"batchSize":2,"newBatchThreshold":0}""", 2)]
    [InlineData("""{"batchSize":2,"newBatchThreshold":1}""", 2)]
    [InlineData("""{"batchSize":2,"newBatchThreshold":2}""", 4)]
    [InlineData("""{"batchSize":5}""", 5)]
    [InlineData("""{"batchSize":5,"newBatchThreshold":7}""", 10)]
    [InlineData("{}", 16)]
    public async Task HostJson_BatchSizeAndThreshold_LimitHowManyRunAtOnce(string queues, int atOnce)
    {
        await using var app = new QueueApp(typeof(QueueSamples.Failing)) { HostJson = QueueApp.HostJsonWith(queues) };
        await app.StartAsync();
        await app.SendAsync([.. Enumerable.Range(0, 20).Select(i => $"wait {i}")]);

        await app.PumpUntilAsync(() => app.Lines.Count >= atOnce);
        var settled = await SettledAsync(app);
        app.Doorbell.SetResult();
        await app.PumpAsync();

        Assert.Equal(atOnce, settled);
        Assert.Equal(20, app.Lines.Count(line => line.StartsWith("on with", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Function_RunsLongerThanTheLease_IsNotRunTwice()
    {
        await using var app = new QueueApp(typeof(QueueSamples.Failing));
        await app.StartAsync();
        await app.SendAsync("wait");
        await app.PumpUntilAsync(() => app.Lines.Count == 1);
        var jobs = app.Sample.Host.Services.GetRequiredService<InProcessQueues>().Open("jobs");

        for (var minutes = 0; minutes < 60; minutes += 5)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(5));
            await app.PumpUntilAsync(() => jobs.NextPoll(TimeSpan.Zero) == QueueSettings.Lease);
        }

        app.Doorbell.SetResult();
        await app.PumpAsync();
        await app.RunForAsync(TimeSpan.FromHours(1));

        Assert.Equal(["wait 1 at 12:00:00", "on with wait"], app.Lines);
    }

    [Fact]
    public async Task Message_OfAnotherShape_FailsUntilItIsPoison()
    {
        await using var app = new QueueApp(typeof(QueueSamples.Object));
        await app.StartAsync();
        await app.SendAsync("no JSON");

        await app.PumpAsync();

        Assert.Empty(app.Lines);
        Assert.Equal(5, app.Sample.Logs.Entries.Count(e => e.Exception?.Message.StartsWith("The message is not the JSON of a Order", StringComparison.Ordinal) == true));
    }

    /// <summary>How many functions wait at the doorbell once nothing else moves.</summary>
    private static async Task<int> SettledAsync(QueueApp app)
    {
        var count = -1;
        for (var quiet = 0; quiet < 2000; quiet++)
        {
            if (app.Lines.Count != count)
            {
                (count, quiet) = (app.Lines.Count, 0);
            }

            await Task.Yield();
        }

        return count;
    }
}
