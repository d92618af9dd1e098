using System.Net;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.EventGrid;
using Orchestrator.Simulator.Faults;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>What Event Grid tells.</summary>
public sealed class EventTests
{
    private const string Vnet = $"{AzureTestBed.Network}/virtualNetworks/vnet";
    private static readonly Uri Hook = new("https://host.test/runtime/webhooks/EventGrid?functionName=Events&code=key");

    [Fact]
    public async Task Event_ComesWhenTheOperationEnds()
    {
        await using var bed = await AzureTestBed.StartAsync();
        var events = Listen(bed);
        await bed.PutAsync(Vnet, ArmBodies.Network());
        await bed.Dispatcher.RunUntilIdleAsync();
        Assert.Empty(events);
        await bed.SettleAsync();
        await bed.DeleteAsync(Vnet);
        await bed.SettleAsync();
        Assert.Equal(["Microsoft.Resources.ResourceWriteSuccess", "Microsoft.Resources.ResourceDeleteSuccess"], events.Select(static item => item["eventType"]!.ToString()));
        Assert.All(events, static item => Assert.Equal(Vnet, item["subject"]!.ToString()));
        Assert.Equal(("Microsoft.Network/virtualNetworks/write", "Succeeded", Vnet), (Data(events[0], "operationName"), Data(events[0], "status"), Data(events[0], "resourceUri")));
        Assert.Equal(("2", "1"), (events[0]["dataVersion"]!.ToString(), events[0]["metadataVersion"]!.ToString()));
    }

    [Fact]
    public async Task FailedOperation_RaisesAFailure()
    {
        await using var bed = await AzureTestBed.StartAsync();
        var events = Listen(bed);
        bed.Azure.Faults.Add(new() { Fault = Fault.OperationFails() });
        await bed.PutAsync(Vnet, ArmBodies.Network());
        await bed.SettleAsync();
        Assert.Equal(("Microsoft.Resources.ResourceWriteFailure", "Failed"), (events.Single()["eventType"]!.ToString(), Data(events[0], "status")));
    }

    [Fact]
    public async Task Action_IsNamedInTheEvent()
    {
        await using var bed = await AzureTestBed.StartAsync();
        var item = ResourceTypeCase.All["Microsoft.Compute/virtualMachineScaleSets"];
        await item.PrepareAsync(bed);
        await bed.CreateAsync(item.Path, item.Body.DeepClone());
        var events = Listen(bed);
        await bed.SendAsync("POST", $"{item.Path}/delete", ArmBodies.Json(new { instanceIds = new[] { "*" } }));
        await bed.SettleAsync();
        Assert.Equal(("Microsoft.Resources.ResourceActionSuccess", "Microsoft.Compute/virtualMachineScaleSets/delete/action"), (events.Single()["eventType"]!.ToString(), Data(events[0], "operationName")));
    }

    [Theory]
    [InlineData(EventDisturbance.Lost, 0)]
    [InlineData(EventDisturbance.Duplicated, 2)]
    [InlineData(EventDisturbance.Delayed, 0)]
    public async Task Disturbance_StrikesTheEvent(EventDisturbance disturbance, int arrived)
    {
        await using var bed = await AzureTestBed.StartAsync();
        var events = Listen(bed);
        bed.Azure.Faults.Add(new() { Fault = disturbance switch { EventDisturbance.Lost => Fault.LoseEvent(), EventDisturbance.Duplicated => Fault.DuplicateEvent(), _ => Fault.DelayEvent(TimeSpan.FromMinutes(3)) } });
        await bed.PutAsync(Vnet, ArmBodies.Network());
        await bed.SettleAsync();
        Assert.Equal(arrived, events.Count);
        await bed.AdvanceAsync(TimeSpan.FromMinutes(3));
        Assert.Equal(disturbance == EventDisturbance.Delayed ? 1 : arrived, events.Count);
        Assert.True(events.Select(static item => item["id"]!.ToString()).Distinct().Count() <= 1);
    }

    [Fact]
    public async Task ReorderedEvent_FollowsTheNextOne()
    {
        await using var bed = await AzureTestBed.StartAsync();
        var events = Listen(bed);
        bed.Azure.Faults.Add(new() { Fault = Fault.ReorderEvent() });
        await bed.CreateAsync(Vnet, ArmBodies.Network());
        Assert.Empty(events);
        await bed.CreateAsync($"{AzureTestBed.Network}/routeTables/rt", ArmBodies.Located(new { }));
        Assert.Equal(["rt", "vnet"], events.Select(static item => item["subject"]!.ToString().Split('/')[^1]));
    }

    [Fact]
    public async Task SubscriberThatFails_GetsTheEventAgainOnSchedule()
    {
        await using var bed = await AzureTestBed.StartAsync();
        var times = new List<double>();
        var first = default(DateTimeOffset);
        bed.Azure.Events.Subscribe(_ =>
        {
            first = first == default ? bed.Clock.GetUtcNow() : first;
            times.Add((bed.Clock.GetUtcNow() - first).TotalSeconds);
            return times.Count < 4 ? Task.FromException(new InvalidOperationException()) : Task.CompletedTask;
        });
        await bed.PutAsync(Vnet, ArmBodies.Network());
        await bed.SettleAsync();
        await bed.AdvanceAsync(TimeSpan.FromMinutes(5));
        Assert.Equal([0, 10, 40, 100], times);
        Assert.Equal(0, bed.Azure.Events.PendingCount);
    }

    [Theory]
    [InlineData(EventSchema.EventGrid)]
    [InlineData(EventSchema.CloudEvents)]
    public async Task Webhook_ShakesHandsBeforeAnyEventComes(EventSchema schema)
    {
        using var endpoint = new WebhookStub();
        await using var bed = await AzureTestBed.StartAsync(options => options with { EventTransport = endpoint });
        await bed.Azure.Events.SubscribeAsync(Hook, schema);
        await bed.PutAsync(Vnet, ArmBodies.Network());
        await bed.SettleAsync();
        Assert.Equal(schema == EventSchema.EventGrid ? ["POST SubscriptionValidation", "POST Notification"] : ["OPTIONS ", "POST Notification"], endpoint.Requests);
        var delivered = JsonNode.Parse(endpoint.Bodies[^1])!;
        Assert.Equal(Vnet, (schema == EventSchema.EventGrid ? delivered[0]! : delivered)["subject"]!.ToString());
    }

    [Fact]
    public async Task Webhook_ThatRefusesTheHandshake_IsNotSubscribed()
    {
        using var endpoint = new WebhookStub { Status = HttpStatusCode.NotFound };
        await using var bed = await AzureTestBed.StartAsync(options => options with { EventTransport = endpoint });
        await Assert.ThrowsAsync<InvalidOperationException>(() => bed.Azure.Events.SubscribeAsync(Hook));
        await bed.CreateAsync(Vnet, ArmBodies.Network());
        Assert.Single(endpoint.Requests);
    }

    [Fact]
    public async Task Webhook_ThatAnswers500_IsTriedAgain()
    {
        using var endpoint = new WebhookStub();
        await using var bed = await AzureTestBed.StartAsync(options => options with { EventTransport = endpoint });
        await bed.Azure.Events.SubscribeAsync(Hook);
        endpoint.Status = HttpStatusCode.InternalServerError;
        await bed.PutAsync(Vnet, ArmBodies.Network());
        await bed.SettleAsync();
        Assert.Equal((2, 1), (endpoint.Requests.Count, bed.Azure.Events.PendingCount));
        endpoint.Status = HttpStatusCode.OK;
        await bed.AdvanceAsync(TimeSpan.FromSeconds(10));
        Assert.Equal((3, 0), (endpoint.Requests.Count, bed.Azure.Events.PendingCount));
    }

    private static string Data(JsonNode item, string name) => item["data"]![name]!.ToString();

    private static List<JsonNode> Listen(AzureTestBed bed)
    {
        var events = new List<JsonNode>();
        bed.Azure.Events.Subscribe(json =>
        {
            events.Add(JsonNode.Parse(json)![0]!);
            return Task.CompletedTask;
        });
        return events;
    }
}
