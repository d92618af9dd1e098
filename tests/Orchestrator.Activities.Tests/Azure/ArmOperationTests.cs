using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;
using Orchestrator.Simulator.Faults;
using static Orchestrator.Activities.Tests.Azure.WireTestBed;

namespace Orchestrator.Activities.Tests.Azure;

public sealed class ArmOperationTests
{
    private const string Url = "https://management.azure.com/subscriptions/s/providers/Microsoft.Compute/locations/l/operations/1?api-version=2024-07-01";

    [Theory]
    [InlineData(true, true, false)]
    [InlineData(true, false, false)]
    [InlineData(false, true, true)]
    public async Task Start_AnyHeaders_PrefersAzureAsyncOperation(bool hasAsyncOperation, bool hasLocation, bool isLocation)
    {
        List<(string, string)> headers = [];
        if (hasAsyncOperation)
        {
            headers.Add(("Azure-AsyncOperation", Url));
        }

        if (hasLocation)
        {
            headers.Add(("Location", Url));
        }

        await using var bed = new WireTestBed(_ => Answer(202, "", [.. headers]));

        var operation = (await (await bed.ConnectAsync()).DeleteAsync(Vm, "default.c1.1", default)).Operation;

        Assert.Equal(new ArmOperation(Url, isLocation), operation);
        Assert.Equal(operation, ArmOperation.Parse(operation!.ToString()));
    }

    /// <summary>Bodies as the providers write them.</summary>
    [Theory]
    [InlineData(false, 200, """{"startTime":"2026-01-01T00:00:00Z","status":"InProgress","name":"1"}""", "InProgress", null)]
    [InlineData(false, 200, """{"status":"Running"}""", "InProgress", null)]
    [InlineData(false, 200, """{"id":"x","name":"1","startTime":"t","endTime":null,"status":"Canceling","percentComplete":1.0,"error":null}""", "InProgress", null)]
    [InlineData(false, 200, """{"status":"Succeeded"}""", "Ready", null)]
    [InlineData(false, 200, """{"status":"Canceled"}""", "Failed", "Canceled")]
    [InlineData(false, 200, """{"status":"Canceled","error":null}""", "Failed", "Canceled")]
    [InlineData(false, 200, """{"status":"Failed","error":{"code":"AllocationFailed","message":"No room.","details":[]}}""", "Failed", "AllocationFailed")]
    [InlineData(false, 500, """{"error":{"code":"InternalServerError","message":"x"}}""", null, null)]
    [InlineData(false, 409, """{"error":{"code":"Conflict","message":"x"}}""", null, null)]
    [InlineData(false, 404, """{"error":{"code":"NotFound","message":"x"}}""", null, null)]
    [InlineData(true, 202, "", "InProgress", null)]
    [InlineData(true, 204, "", "Ready", null)]
    [InlineData(true, 200, "", "Ready", null)]
    [InlineData(true, 200, """{"id":"x","properties":{"provisioningState":"Succeeded"}}""", "Ready", null)]
    [InlineData(true, 200, """{"status":"Succeeded"}""", "Ready", null)]
    [InlineData(true, 409, """{"error":{"code":"ScopeLocked","message":"x"}}""", "Failed", "ScopeLocked")]
    [InlineData(true, 429, """{"error":{"code":"TooManyRequests","message":"x"}}""", null, null)]
    [InlineData(true, 503, "<html>", null, null)]
    [InlineData(true, 404, "{}", null, null)]
    public async Task Check_EachShape_IsReadByTheHeaderThatGaveTheUrl(bool isLocation, int status, string body, string? state, string? fault)
    {
        await using var bed = new WireTestBed(_ => Answer(status, body, ("Retry-After", "6")));

        var read = await (await bed.ConnectAsync()).CheckAsync(new ArmOperation(Url, isLocation), Vm, "default.c1.1", default);

        Assert.Equal((state, fault), (read.State?.ToString(), read.Fault?.Code));
        if (read.State is ResourceState.InProgress or null)
        {
            Assert.Equal(6, read.RetryAfterSeconds);
        }
    }

    [Theory]
    [InlineData("https://elsewhere.example/operations/1")]
    [InlineData("operations/1")]
    public async Task Check_UrlThatIsNotArms_IsNotAsked(string url)
    {
        await using var bed = new WireTestBed(static _ => Answer(200, """{"status":"Succeeded"}"""));

        var read = await (await bed.ConnectAsync()).CheckAsync(new ArmOperation(url, IsLocation: false), Vm, "default.c1.1", default);

        Assert.Null(read.State);
        Assert.Empty(bed.Requests);
    }

    /// <summary>A group whose deletion fails goes back to Succeeded, so only the operation knows why.</summary>
    [Fact]
    public async Task Observe_DeletionFailedAndTheResourceLooksWell_SaysWhy()
    {
        await using var bed = await ActivitiesTestBed.StartAsync();
        var step = bed.Steps.First(static s => s.Kind == StepKinds.ResourceGroup);
        await bed.ReachAsync(step);
        bed.Azure.Faults.Add(new FaultRule { Method = "DELETE", ResourceType = ArmTypes.ResourceGroup, Fault = Fault.OperationFails("ScopeLocked", "A lock holds it.") });
        Assert.Equal(ResourceState.InProgress, (await bed.DeleteAsync(step)).State);
        await bed.SettleAsync();

        var outcome = await bed.ObserveAsync(step with { Verb = StepVerb.Delete });

        Assert.Equal((ResourceState.Failed, ErrorCatalog.PolicyOrLock.Code), (outcome.State, outcome.Error?.Code));
    }

    /// <summary>By the old model a create is answered with 202 and the resource shows only at the end: absent is not a reason to PUT again.</summary>
    [Theory]
    [InlineData("InProgress", "InProgress")]
    [InlineData("Succeeded", "Absent")]
    [InlineData("Failed", "Failed")]
    public async Task Observe_CreationNotShownYet_FollowsTheOperation(string status, string expected)
    {
        await using var bed = await ActivitiesTestBed.StartAsync();
        var step = bed.Steps.First(static s => s.Kind == StepKinds.NatGateway);
        bed.Wire.Answer = request => request.RequestUri!.AbsolutePath.Contains("/operations/1", StringComparison.Ordinal)
            ? Answer(200, $$"""{"status":"{{status}}"}""", ("Retry-After", "21"))
            : null;
        await bed.Get<Activities.State.IResourceIndex>().SetOperationAsync(step.ResourceId!, Url, default);

        var outcome = await bed.ObserveAsync(step);

        Assert.Equal(expected, outcome.State.ToString());
        Assert.Equal(expected == "InProgress" ? 21 : null, outcome.RetryAfterSeconds);
    }
}
