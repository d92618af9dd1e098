using System.Net;
using System.Net.Http.Json;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;
using Orchestrator.Contracts.SubscriptionEvents;
using Orchestrator.Simulator.Faults;

namespace Orchestrator.EndToEnd;

/// <summary>Events of a subscription: enabled, kept, repaired and disabled over HTTP.</summary>
public sealed class SubscriptionEventsTests
{
    private const string Path = $"/api/events/{Manifests.Subscription}";
    private const string App = $"/subscriptions/{Manifests.Subscription}/resourceGroups/orc/providers/Microsoft.Web/sites/orc";
    private const string Account = $"/subscriptions/{Manifests.Subscription}/resourceGroups/orc/providers/Microsoft.Storage/storageAccounts/letters";
    private const string Topics = "Microsoft.EventGrid/systemTopics";

    private static readonly EnableEventsRequest Request = new(FunctionAppId: App, DeadLetterAccountId: Account);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EnableAndDisable_MakeWhatIsMissing_AndLeaveNothing(bool replayAlways)
    {
        await using var harness = await StartAsync(replayAlways);
        var before = Ids(harness);

        var planned = await SendAsync(harness, HttpMethod.Put, "?dryRun=true", Request, HttpStatusCode.OK);
        Assert.Equal(before, Ids(harness));
        Assert.Equal(["ResourceGroup", "SystemTopic", "BlobContainer", "EventSubscription"], planned.Plan!.Select(static n => n.Step.Kind));
        Assert.All(planned.Plan!, static n => Assert.Equal(PlanAction.Create, n.Step.Action));

        await EnableAsync(harness);
        Assert.Contains(Ids(harness), static id => id.EndsWith("/systemTopics/orchestrator-resources/eventSubscriptions/orchestrator", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(Ids(harness), static id => id.EndsWith("/containers/orchestrator-dead-letters", StringComparison.OrdinalIgnoreCase));
        var writes = harness.Azure.Resources.Calls("PUT");
        var again = await SendAsync(harness, HttpMethod.Put, "", Request, HttpStatusCode.OK);
        Assert.All(again.Plan!, static n => Assert.Equal(PlanAction.Keep, n.Step.Action));
        Assert.Equal(writes, harness.Azure.Resources.Calls("PUT"));

        await SendAsync(harness, HttpMethod.Delete, "", null, HttpStatusCode.Accepted);
        await harness.RunForAsync(TimeSpan.FromMinutes(3));
        Assert.DoesNotContain(Ids(harness), static id => id.Contains("EventGrid", StringComparison.OrdinalIgnoreCase));
        var gone = await harness.SendAsync(HttpMethod.Delete, Path);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Enable_TopicOfSomebodyElse_IsUsedAndStays()
    {
        await using var harness = await StartAsync();
        var theirs = $"/subscriptions/{Manifests.Subscription}/resourceGroups/theirs/providers/{Topics}/theirs";
        harness.Azure.Resources.Seed(theirs, Topics, $$$"""{"location":"global","properties":{"source":"/subscriptions/{{{Manifests.Subscription}}}","topicType":"Microsoft.Resources.Subscriptions"}}""");

        await EnableAsync(harness);
        Assert.Contains($"{theirs}/eventSubscriptions/orchestrator", Ids(harness));
        Assert.Single(harness.Azure.Resources.All, static r => r.Type.Equals(Topics, StringComparison.OrdinalIgnoreCase));

        await SendAsync(harness, HttpMethod.Delete, "", null, HttpStatusCode.Accepted);
        await harness.RunForAsync(TimeSpan.FromMinutes(3));
        Assert.Contains(theirs, Ids(harness));
        Assert.DoesNotContain($"{theirs}/eventSubscriptions/orchestrator", Ids(harness));
    }

    [Fact]
    public async Task Enable_AnotherDestination_ChangesOnlyThat()
    {
        await using var harness = await StartAsync();
        await EnableAsync(harness);

        var planned = await SendAsync(harness, HttpMethod.Put, "?dryRun=true", Request with { FunctionAppId = App + "2" }, HttpStatusCode.OK);

        var change = Assert.Single(planned.Plan!, static n => n.Step.Action != PlanAction.Keep);
        Assert.Equal(("EventSubscription", PlanAction.Update), (change.Step.Kind, change.Step.Action));
        Assert.Contains(change.Changes, static c => c.Path == "$.properties.destination.properties.resourceId" && c.After!.EndsWith("orc2/functions/AzureEvent", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Enable_AzureRefusesForAWhile_GoesOn()
    {
        await using var harness = await StartAsync();
        harness.Azure.Faults.Add(new FaultRule { Method = "PUT", ResourceType = Topics, Fault = Fault.TooManyRequests(TimeSpan.FromSeconds(7)) });
        harness.Azure.Faults.Add(new FaultRule { Method = "PUT", ResourceType = $"{Topics}/eventSubscriptions", Fault = Fault.InternalServerError() });

        await EnableAsync(harness);
    }

    [Fact]
    public async Task Enable_DeliveryCannotBeSetUp_SaysWhyAndTheNextRequestTriesAgain()
    {
        await using var harness = await StartAsync();
        harness.Azure.Faults.Add(new FaultRule { Method = "PUT", ResourceType = $"{Topics}/eventSubscriptions", Fault = Fault.OperationFails("EndpointUnreachable", "No answer to the handshake.") });
        await SendAsync(harness, HttpMethod.Put, "", Request, HttpStatusCode.Accepted);
        await harness.RunForAsync(TimeSpan.FromMinutes(5));

        var failed = await harness.GetAsync<EventsStatus>(Path);
        Assert.Equal(OperationState.Failed, failed.State);
        Assert.NotNull(failed.Error);

        await EnableAsync(harness);
    }

    [Theory]
    [InlineData("{}", "ORC0105")]
    [InlineData("""{"functionAppId":"orc"}""", "ORC0106")]
    [InlineData("""{"endpoint":"http://example.com/x?code=topsecret"}""", "ORC0106")]
    [InlineData("""{"functionAppId":"/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/a","endpoint":"https://e"}""", "ORC0105")]
    [InlineData("""{"functionAppId":"/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/a","environment":"Moon"}""", "ORC0106")]
    [InlineData("nonsense", "ORC0406")]
    public async Task Enable_RequestThatIsWrong_SaysWhatToWriteAndDoesNothing(string body, string code)
    {
        await using var harness = await StartAsync();

        var response = await harness.SendAsync(HttpMethod.Put, Path, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(code, text, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", text, StringComparison.Ordinal);
        Assert.Equal(0, harness.Azure.Resources.Calls("PUT"));
    }

    [Fact]
    public async Task Endpoint_ItsKey_IsInNoAnswer()
    {
        await using var harness = await StartAsync();
        var response = await harness.SendAsync(HttpMethod.Put, $"{Path}?dryRun=true", JsonContent.Create(new EnableEventsRequest(Endpoint: "https://orc.example.com/runtime/webhooks/EventGrid?functionName=AzureEvent&code=topsecret"), options: ContractJson.Options));

        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("https://orc.example.com/runtime/webhooks/EventGrid", text, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_NeverEnabled_SaysHowTo()
    {
        await using var harness = await StartAsync();

        var response = await harness.SendAsync(HttpMethod.Get, Path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains(ErrorCatalog.EventsNotEnabled.Code, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<ClusterHarness> StartAsync(bool replayAlways = false)
    {
        var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 47, ReplayAfterEveryStep = replayAlways });
        harness.Azure.Resources.Seed(Account, "Microsoft.Storage/storageAccounts", """{"location":"westeurope","kind":"StorageV2","sku":{"name":"Standard_LRS"},"properties":{}}""");
        return harness;
    }

    private static async Task EnableAsync(ClusterHarness harness)
    {
        await SendAsync(harness, HttpMethod.Put, "", Request, HttpStatusCode.Accepted);
        await harness.RunForAsync(TimeSpan.FromMinutes(5));
        var status = await harness.GetAsync<EventsStatus>(Path);
        Assert.True(status.State == OperationState.Succeeded, $"{status.State} {status.Detail} {status.Error}");
    }

    private static async Task<EventsStatus> SendAsync(ClusterHarness harness, HttpMethod method, string query, EnableEventsRequest? request, HttpStatusCode expected)
    {
        var response = await harness.SendAsync(method, Path + query, request is null ? null : JsonContent.Create(request, options: ContractJson.Options));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{(int)response.StatusCode}: {text}");
        return System.Text.Json.JsonSerializer.Deserialize<EventsStatus>(text, ContractJson.Options)!;
    }

    private static List<string> Ids(ClusterHarness harness) => [.. harness.Azure.Resources.All.Select(static r => r.Id)];
}
