using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Errors;
using static Orchestrator.Activities.Tests.Azure.WireTestBed;

namespace Orchestrator.Activities.Tests.Azure;

/// <summary>What goes over the wire and how answers are read.</summary>
public sealed class ArmWireTests
{
    public static TheoryData<string> Verbs => ["GET", "PUT", "POST", "DELETE"];

    [Theory]
    [InlineData("AzurePublicCloud", null, "https://management.azure.com/")]
    [InlineData("AzureUSGovernmentCloud", null, "https://management.usgovcloudapi.net/")]
    [InlineData("AzureChinaCloud", null, "https://management.chinacloudapi.cn/")]
    [InlineData("AzurePublicCloud", "https://arm.example:8443/", "https://arm.example:8443/")]
    public async Task Send_EachCloud_GoesToItsOwnEndpoint(string environment, string? endpoint, string expected)
    {
        await using var bed = new WireTestBed(static _ => Answer(200), endpoint);

        await (await bed.ConnectAsync(environment)).GetAsync(Vm, "default.c1.1", default);

        Assert.Equal(expected, Assert.Single(bed.Requests).RequestUri!.GetLeftPart(UriPartial.Authority) + "/");
    }

    [Fact]
    public async Task For_UnknownCloud_IsRefusedRatherThanSentToThePublicOne()
    {
        await using var bed = new WireTestBed(static _ => Answer(200));

        var error = await Assert.ThrowsAsync<OrchestratorException>(() => bed.ConnectAsync("AzureGermanCloud"));

        Assert.Equal(ErrorCatalog.InvalidValue.Code, error.Error.Code);
        Assert.Contains("AzureUSGovernmentCloud", error.Error.Action, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AzurePublicCloud", "https://login.microsoftonline.com/")]
    [InlineData("AzureUSGovernmentCloud", "https://login.microsoftonline.us/")]
    [InlineData("AzureChinaCloud", "https://login.chinacloudapi.cn/")]
    public void AzureCloud_EachCloud_HasItsOwnTokenAuthority(string environment, string authority) =>
        Assert.Equal(new Uri(authority), AzureCloud.Of(environment).Authority);

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Send_503_IsTriedOnceAndLeftToTheOrchestration(string verb)
    {
        await using var bed = new WireTestBed(static _ => Answer(503, "<html>", ("Retry-After", "9")));

        var response = await SendAsync(bed, verb);

        Assert.Single(bed.Requests);
        Assert.Equal((ErrorCatalog.AzureUnavailable.Code, 9, 9), (response.Error?.Code, response.RetryAfterSeconds, response.Error?.RetryAfterSeconds));
    }

    [Theory]
    [InlineData("Retry-After", "17", 17)]
    [InlineData("Retry-After", "0", 0)]
    [InlineData("Retry-After", "Thu, 01 Jan 2026 00:00:42 GMT", 42)]
    [InlineData("Retry-After", "Wed, 31 Dec 2025 23:59:00 GMT", 0)]
    [InlineData("Retry-After", "soon", null)]
    [InlineData("Retry-After", "-3", null)]
    [InlineData("x-ms-retry-after-ms", "1500", 2)]
    [InlineData("retry-after-ms", "250", 1)]
    public async Task RetryAfter_EachForm_IsReadOnEveryVerb(string header, string value, int? expected)
    {
        await using var bed = new WireTestBed(_ => Answer(429, """{"error":{"code":"TooManyRequests","message":"slow down"}}""", (header, value)));

        foreach (var verb in Verbs)
        {
            var response = await SendAsync(bed, verb.Data);
            Assert.Equal(expected, response.RetryAfterSeconds);
            Assert.Equal((expected, ErrorCatalog.RateLimited.Code), (response.Error!.RetryAfterSeconds, response.Error.Code));
        }
    }

    [Fact]
    public async Task Send_AnyRequest_CarriesIdsThatDeriveFromTheOperation()
    {
        await using var bed = new WireTestBed(static _ => Answer(200));
        var arm = await bed.ConnectAsync();

        await arm.GetAsync(Vm, "default.c1.1", default);
        await arm.GetAsync(Vm, "default.c1.1", default);
        await arm.DeleteAsync(Vm, "default.c1.1", default);
        await arm.GetAsync(Vm, "default.c1.2", default);

        var correlations = bed.Requests.Select(static r => r.Headers.GetValues("x-ms-correlation-request-id").Single()).ToList();
        var clients = bed.Requests.Select(static r => r.Headers.GetValues("x-ms-client-request-id").Single()).ToList();
        var first = OperationGuid.Of("default.c1.1").ToString();
        Assert.Equal([first, first, first, OperationGuid.Of("default.c1.2").ToString()], correlations);
        Assert.Equal(clients[0], clients[1]);
        Assert.Equal(3, clients.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Put_WithETag_SendsItWithItsQuotes()
    {
        await using var bed = new WireTestBed(static _ => Answer(200, "{}", ("ETag", "W/\"2\"")));
        var arm = await bed.ConnectAsync();

        var response = await arm.PutAsync(Network, [], "W/\"1\"", "default.c1.1", default);

        Assert.Equal("W/\"1\"", bed.Requests.Single().Headers.GetValues("If-Match").Single());
        Assert.Equal("W/\"2\"", response.ETag);
    }

    [Theory]
    [InlineData(Vm, true)]
    [InlineData(Network, false)]
    public async Task Create_TypeThatTakesIt_SendsIfNoneMatch(string id, bool expected)
    {
        await using var bed = new WireTestBed(static _ => Answer(201));
        await (await bed.ConnectAsync()).CreateAsync(id, [], "default.c1.1", default);

        Assert.Equal(expected, bed.Requests.Single().Headers.TryGetValues("If-None-Match", out var values) && values.Single() == "*");
    }

    [Theory]
    [InlineData("https://elsewhere.example/next")]
    [InlineData("http://management.azure.com/next")]
    [InlineData("https://management.azure.com.elsewhere.example/next")]
    public async Task List_NextLinkToAStranger_IsNotFollowed(string next)
    {
        await using var bed = new WireTestBed(_ => Answer(200, $$"""{"value":[{"name":"a"}],"nextLink":"{{next}}"}"""));

        var (items, error) = await (await bed.ConnectAsync()).ListAsync("/subscriptions/s/resourceGroups/g", ArmTypes.Disk, "default.c1.1", default);

        Assert.Empty(items);
        Assert.Equal(ErrorCatalog.AzureUnavailable.Code, error?.Code);
        Assert.Single(bed.Requests);
    }

    [Fact]
    public async Task List_PagesInACircle_EndWithAnError()
    {
        await using var bed = new WireTestBed(static r => Answer(200, $$"""{"value":[],"nextLink":"{{r.RequestUri}}"}"""));

        var (_, error) = await (await bed.ConnectAsync()).ListAsync("/subscriptions/s/resourceGroups/g", ArmTypes.Disk, "default.c1.1", default);

        Assert.Equal(ErrorCatalog.AzureUnavailable.Code, error?.Code);
        Assert.Single(bed.Requests);
    }

    [Theory]
    [InlineData("""{"value":[{"name":"a"}]}""")]
    [InlineData("""{"value":[{"name":"a"}],"nextLink":null}""")]
    [InlineData("""[{"name":"a"}]""")]
    public async Task List_LastPageInAnyShape_GivesItsItems(string body)
    {
        await using var bed = new WireTestBed(_ => Answer(200, body));

        var (items, error) = await (await bed.ConnectAsync()).ListAsync("/subscriptions/s/resourceGroups/g", ArmTypes.Disk, "default.c1.1", default);

        Assert.Null(error);
        Assert.Equal("a", (string?)Assert.Single(items)["name"]);
    }

    [Fact]
    public async Task List_EmptyPageWithANext_GoesOn()
    {
        await using var bed = new WireTestBed(static r => r.RequestUri!.Query.Contains("skip", StringComparison.Ordinal)
            ? Answer(200, """{"value":[{"name":"b"}]}""")
            : Answer(200, """{"value":[],"nextLink":"https://management.azure.com/subscriptions/s/x?skip=1"}"""));

        var (items, _) = await (await bed.ConnectAsync()).ListAsync("/subscriptions/s/resourceGroups/g", ArmTypes.Disk, "default.c1.1", default);

        Assert.Single(items);
    }

    private static async Task<ArmResponse> SendAsync(WireTestBed bed, string verb)
    {
        var arm = await bed.ConnectAsync();
        return verb switch
        {
            "GET" => await arm.GetAsync(Vm, "default.c1.1", default),
            "PUT" => await arm.PutAsync(Vm, [], etag: null, "default.c1.1", default),
            "POST" => await arm.PostAsync(Vm, "start", [], "default.c1.1", default),
            "DELETE" => await arm.DeleteAsync(Vm, "default.c1.1", default),
            _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, null),
        };
    }
}
