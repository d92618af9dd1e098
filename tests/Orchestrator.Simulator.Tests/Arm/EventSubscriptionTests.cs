using System.Net;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>Event subscriptions as resources.</summary>
public sealed class EventSubscriptionTests
{
    private const string Topic = $"{AzureTestBed.Group}/providers/Microsoft.EventGrid/systemTopics/topic";
    private const string Subscription = $"{Topic}/eventSubscriptions/app";
    private const string Vnet = $"{AzureTestBed.Network}/virtualNetworks/vnet";
    private static readonly object ToContainer = new { endpointType = "StorageBlob", properties = new { resourceId = $"{AzureTestBed.Group}/providers/Microsoft.Storage/storageAccounts/account", blobContainerName = "dead" } };

    [Theory]
    [InlineData("EventGridSchema", "POST SubscriptionValidation")]
    [InlineData("CloudEventSchemaV1_0", "OPTIONS ")]
    public async Task Webhook_MustAgree_BeforeAnEventComes(string schema, string handshake)
    {
        var hook = new WebhookStub();
        await using var bed = await StartAsync(hook);
        var created = await bed.PutAsync(Subscription, ArmBodies.WebhookSubscription(schema: schema));
        Assert.Equal((201, "Creating"), (created.Status, created.State));
        await bed.SettleAsync();
        Assert.Equal(handshake, hook.Requests[0]);
        var found = await bed.GetAsync(Subscription);
        Assert.Equal(("Succeeded", "https://host.test/events", Topic), (found.State, found.Body!["properties"]!["destination"]!["properties"]!["endpointBaseUrl"]!.ToString(), found.Body["properties"]!["topic"]!.ToString()));
        Assert.DoesNotContain("secret", found.Body.ToJsonString());
        Assert.Contains("secret", (await bed.SendAsync("POST", $"{Subscription}/getFullUrl")).Body!["endpointUrl"]!.ToString());
        await bed.CreateAsync(Vnet, ArmBodies.Network());
        Assert.Contains(hook.Bodies, body => body.Contains(Vnet, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Webhook_ThatRefuses_FailsTheSubscription_UntilItAgrees()
    {
        var hook = new WebhookStub { Status = HttpStatusCode.InternalServerError };
        await using var bed = await StartAsync(hook);
        var created = await bed.PutAsync(Subscription, ArmBodies.WebhookSubscription());
        await bed.SettleAsync();
        var status = await bed.SendAsync("GET", created.Header("Azure-AsyncOperation")!);
        Assert.Equal(("Failed", "URL validation"), (status.Body!["status"]!.ToString(), status.Code));
        Assert.Equal("Failed", (await bed.GetAsync(Subscription)).State);
        hook.Status = HttpStatusCode.OK;
        await bed.CreateAsync(Subscription, ArmBodies.WebhookSubscription());
        Assert.Equal("Succeeded", (await bed.GetAsync(Subscription)).State);
    }

    [Fact]
    public async Task Scope_And_Filters_DecideWhatComes()
    {
        var hook = new WebhookStub();
        await using var bed = await StartAsync(hook);
        await bed.CreateAsync($"{AzureTestBed.Subscription}/resourceGroups/other", ArmBodies.Located());
        await bed.CreateAsync(Subscription, ArmBodies.WebhookSubscription(new
        {
            includedEventTypes = new[] { "Microsoft.Resources.ResourceWriteSuccess" },
            advancedFilters = new[] { new { operatorType = "StringContains", key = "data.operationName", values = new[] { "virtualNetworks" } } },
        }));
        hook.Bodies.Clear();
        await bed.CreateAsync($"{AzureTestBed.Network}/routeTables/rt", ArmBodies.Located(new { }));
        await bed.CreateAsync(Vnet.Replace("/rg/", "/other/", StringComparison.Ordinal), ArmBodies.Network());
        await bed.CreateAsync(Vnet, ArmBodies.Network());
        await bed.DeleteAsync(Vnet);
        await bed.SettleAsync();
        await bed.Dispatcher.RunUntilIdleAsync();
        Assert.Contains($"\"subject\":\"{Vnet}\"", Assert.Single(hook.Bodies));
    }

    [Fact]
    public async Task Event_ThatNobodyTakes_IsTriedAsOftenAsAskedFor_AndKeptAsDeadLetter()
    {
        var hook = new WebhookStub();
        await using var bed = await StartAsync(hook);
        await bed.CreateAsync(Subscription, ArmBodies.WebhookSubscription(retry: new { maxDeliveryAttempts = 3, eventTimeToLiveInMinutes = 1440 }, deadLetter: ToContainer));
        hook.Requests.Clear();
        hook.Status = HttpStatusCode.ServiceUnavailable;
        await bed.CreateAsync(Vnet, ArmBodies.Network());
        await bed.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(3, hook.Requests.Count);
        Assert.Equal(0, bed.Azure.Events.PendingCount);
        var letter = bed.Azure.Events.DeadLetters.Single(letter => letter.Content.Contains(Vnet, StringComparison.Ordinal));
        Assert.EndsWith("/storageAccounts/account/blobServices/default/containers/dead", letter.Container);
        var content = JsonNode.Parse(letter.Content)![0]!;
        Assert.Equal(("MaxDeliveryAttemptsExceeded", "3", Vnet), (content["deadLetterReason"]!.ToString(), content["deliveryAttempts"]!.ToString(), content["subject"]!.ToString()));
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, true)]
    [InlineData(HttpStatusCode.RequestEntityTooLarge, true)]
    [InlineData(HttpStatusCode.InternalServerError, false)]
    public async Task ClientError_GoesToTheDeadLettersAtOnce(HttpStatusCode status, bool atOnce)
    {
        var hook = new WebhookStub();
        await using var bed = await StartAsync(hook);
        await bed.CreateAsync(Subscription, ArmBodies.WebhookSubscription(deadLetter: ToContainer));
        hook.Status = status;
        await bed.CreateAsync(Vnet, ArmBodies.Network());
        await bed.AdvanceAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(atOnce, bed.Azure.Events.DeadLetters.Count > 0);
    }

    [Fact]
    public async Task Destination_ThatIsNoWebhook_ReachesItsHandler()
    {
        await using var bed = await StartAsync(new WebhookStub());
        const string Queue = $"{AzureTestBed.Group}/providers/Microsoft.Storage/storageAccounts/account";
        var events = new List<string>();
        bed.Azure.Events.Connect(Queue, json =>
        {
            events.Add(json);
            return Task.CompletedTask;
        });
        await bed.CreateAsync(Subscription, ArmBodies.Json(new { properties = new { destination = new { endpointType = "StorageQueue", properties = new { resourceId = Queue, queueName = "events" } } } }));
        await bed.CreateAsync(Vnet, ArmBodies.Network());
        await bed.Dispatcher.RunUntilIdleAsync();
        Assert.Contains(events, json => json.Contains(Vnet, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://host.test/events", "https")]
    [InlineData("nonsense", "https")]
    public async Task Webhook_WithoutHttps_IsRefused(string url, string message)
    {
        await using var bed = await StartAsync(new WebhookStub());
        var body = ArmBodies.WebhookSubscription();
        body["properties"]!["destination"]!["properties"]!["endpointUrl"] = url;
        var answer = await bed.PutAsync(Subscription, body);
        Assert.Equal((400, "InvalidRequest"), (answer.Status, answer.Code));
        Assert.Contains(message, answer.Message);
    }

    [Fact]
    public async Task SystemTopic_IsOnePerSource_AndOfNoRegion()
    {
        await using var bed = await StartAsync(new WebhookStub());
        Assert.Contains("Only one system topic", (await bed.PutAsync($"{Topic}2", ArmBodies.SystemTopic())).Message);
        var located = ArmBodies.SystemTopic(AzureTestBed.Subscription);
        located["location"] = "westeurope";
        Assert.Contains("global", (await bed.PutAsync($"{Topic}3", located)).Message);
    }

    private static async Task<AzureTestBed> StartAsync(WebhookStub hook)
    {
        var bed = await AzureTestBed.StartAsync(options => options with { EventTransport = hook });
        await bed.CreateAsync(Topic, ArmBodies.SystemTopic());
        return bed;
    }
}
