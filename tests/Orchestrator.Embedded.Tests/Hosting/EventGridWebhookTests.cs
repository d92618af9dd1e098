using System.Text.Json;

namespace Orchestrator.Embedded.Tests.Hosting;

public sealed class EventGridWebhookTests
{
    private const string GridEvent = """{"id":"1","topic":"/t","subject":"s","eventType":"T","eventTime":"2026-11-20T12:00:00Z","dataVersion":"1","data":{"Item":"apple","Count":2}}""";
    private const string OtherGridEvent = """{"id":"2","topic":"/t","subject":"s","eventType":"T","eventTime":"2026-11-20T12:00:00Z","dataVersion":"1","data":{}}""";
    private const string BadGridEvent = """{"id":"3","topic":"/t","subject":"bad","eventType":"T","eventTime":"2026-11-20T12:00:00Z","dataVersion":"1","data":{}}""";
    private const string CloudEvent = """{"specversion":"1.0","id":"1","source":"/c","type":"T","time":"2026-11-20T12:00:00Z","data":{"item":"pear","count":1}}""";
    private const string Validation = """[{"id":"v","topic":"/t","subject":"","eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","eventTime":"2026-11-20T12:00:00Z","dataVersion":"1","data":{"validationCode":"c0de"}}]""";

    public static TheoryData<string, string, string[]> Deliveries => new()
    {
        { "OnText", $"[{GridEvent}]", ["text True"] },
        { "OnText", GridEvent, ["text True"] },
        { "OnText", CloudEvent, ["text True"] },
        { "OnBytes", $"[{GridEvent},{OtherGridEvent}]", ["bytes True", "bytes True"] },
        { "OnEventGrid", $"[{GridEvent},{OtherGridEvent}]", ["event grid 1 s", "event grid 2 s"] },
        { "oneventgrid", $"[{GridEvent}]", ["event grid 1 s"] },
        { "OnCloud", CloudEvent, ["cloud 1 /c"] },
        { "OnCloud", $"[{CloudEvent},{CloudEvent}]", ["cloud 1 /c", "cloud 1 /c"] },
        { "OnObject", $"[{GridEvent}]", ["object 1 apple"] },
        { "OnObject", CloudEvent, ["object 1 pear"] },
        { "OnBatch", $"[{GridEvent},{OtherGridEvent}]", ["batch 1,2"] },
        { "OnBatch", GridEvent, ["batch 1"] },
    };

    public static TheoryData<string, string, int, string> Refusals => new()
    {
        { "OnText", "", 400, "The body is not valid JSON" },
        { "OnText", "[", 400, "The body is not valid JSON" },
        { "OnText", "[]", 400, "The body holds no event." },
        { "OnText", "[1]", 400, "Event 0 is not an object." },
        { "OnText", $"[{GridEvent},{{}}]", 400, "Event 1 has no 'id'." },
        { "OnText", $"[{GridEvent},{CloudEvent}]", 400, "Event 1 has no 'subject'." },
        { "OnText", """{"specversion":"1.0","id":"1","type":"T"}""", 400, "Event 0 has no 'source'." },
        { "OnCloud", GridEvent, 400, "The event is no CloudEvent" },
        { "OnObject", """{"id":"1","subject":"s","eventType":"T","eventTime":"2026-11-20T12:00:00Z","data":5}""", 400, "The event is no Received" },
        { "Nobody", $"[{GridEvent}]", 404, "There is no function 'Nobody' with an Event Grid trigger." },
        { "Greet", $"[{GridEvent}]", 404, "There is no function 'Greet' with an Event Grid trigger." },
    };

    [Theory]
    [MemberData(nameof(Deliveries))]
    public async Task Delivery_EitherSchema_RunsTheFunction(string function, string body, string[] seen)
    {
        await using var sample = await SampleHost.StartAsync();

        var (status, _, _) = await sample.SendAsync("POST", Webhook(sample, function), body, headers: ("aeg-event-type", "Notification"));

        Assert.Equal(202, status);
        Assert.Equal(seen, Seen(sample));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Delivery_Bad_RunsNothing(string function, string body, int status, string detail)
    {
        await using var sample = await SampleHost.StartAsync();

        var (actual, text, _) = await sample.SendAsync("POST", Webhook(sample, function), body);

        Assert.Equal(status, actual);
        Assert.StartsWith(detail, JsonDocument.Parse(text).RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(Seen(sample));
    }

    [Fact]
    public async Task Delivery_OneEventFails_TheOthersRunAndAllComeAgain()
    {
        await using var sample = await SampleHost.StartAsync();

        var (status, body, _) = await sample.SendAsync("POST", Webhook(sample, "OnEventGrid"), $"[{GridEvent},{BadGridEvent},{OtherGridEvent}]");

        Assert.Equal(500, status);
        Assert.DoesNotContain("cannot take it", body, StringComparison.Ordinal);
        Assert.Equal(["event grid 1 s", "event grid 3 bad", "event grid 2 s"], Seen(sample));
        Assert.Contains(sample.Logs.Entries, e => e.Exception?.Message == "cannot take it");
    }

    [Theory]
    [InlineData("SubscriptionValidation")]
    [InlineData("Notification")]
    public async Task Handshake_EventGridSchema_EchoesTheCode(string kind)
    {
        await using var sample = await SampleHost.StartAsync();

        var (status, body, _) = await sample.SendAsync("POST", Webhook(sample, "OnEventGrid"), Validation, headers: ("aeg-event-type", kind));

        Assert.Equal((200, """{"validationResponse":"c0de"}"""), (status, body));
        Assert.Empty(Seen(sample));
    }

    [Fact]
    public async Task Handshake_CloudEvents_AllowsTheOrigin()
    {
        await using var sample = await SampleHost.StartAsync();

        var (status, _, response) = await sample.SendAsync(
            "OPTIONS", Webhook(sample, "OnCloud"), null, null, ("WebHook-Request-Origin", "eventgrid.azure.net"), ("WebHook-Request-Rate", "120"));

        Assert.Equal(200, status);
        Assert.Equal("eventgrid.azure.net", response.Headers.GetValues("WebHook-Allowed-Origin").Single());
        Assert.Equal("120", response.Headers.GetValues("WebHook-Allowed-Rate").Single());
    }

    [Fact]
    public async Task Handshake_NoOrigin_IsRefused()
    {
        await using var sample = await SampleHost.StartAsync();

        Assert.Equal(400, (await sample.SendAsync("OPTIONS", Webhook(sample, "OnCloud"))).Status);
    }

    [Fact]
    public async Task Subscription_Removed_IsAcknowledged()
    {
        await using var sample = await SampleHost.StartAsync();

        Assert.Equal(202, (await sample.SendAsync("POST", Webhook(sample, "OnEventGrid"), "{}", headers: ("aeg-event-type", "Unsubscribe"))).Status);
        Assert.Empty(Seen(sample));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("OPTIONS")]
    public async Task Webhook_WithoutSystemKey_IsClosed(string method)
    {
        await using var sample = await SampleHost.StartAsync();

        var (status, _, _) = await sample.SendAsync(method, $"/runtime/webhooks/EventGrid?functionName=OnText&code={sample.Host.HostKey}", method == "POST" ? GridEvent : null);

        Assert.Equal(401, status);
        Assert.Empty(Seen(sample));
    }

    private static string Webhook(SampleHost sample, string function) => $"/runtime/webhooks/EventGrid?functionName={function}&code={sample.Host.SystemKey}";

    /// <summary>What the functions wrote, without the middleware's lines.</summary>
    private static string[] Seen(SampleHost sample) =>
        [.. sample.Journal.Lines.Where(l => !l.StartsWith("before ", StringComparison.Ordinal) && !l.StartsWith("after ", StringComparison.Ordinal))];
}
