using System.Globalization;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Errors;
using static Orchestrator.Activities.Tests.Azure.WireTestBed;

namespace Orchestrator.Activities.Tests.Azure;

public sealed class RequestBudgetTests
{
    private const string ScaleSet = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachineScaleSets/p";
    private const string Role = "/subscriptions/s/providers/Microsoft.Authorization/roleAssignments/1";

    /// <summary>What is sent, how often at once, how many the next step brings and when.</summary>
    public static TheoryData<string, int, int, int> Limits => new()
    {
        { "read", 250, 25, 1 },
        { "write", 200, 10, 1 },
        { "delete", 200, 10, 1 },
        { "network write", 200, 10, 1 },
        { "VM write", 12, 4, 60 },
        { "VM read", 36, 12, 60 },
        { "VM delete", 12, 4, 60 },
        { "scale set create", 12, 4, 60 },
        { "scale set action", 12, 4, 60 },
        { "instance list", 30, 10, 60 },
        { "graph", 15, 15, 5 },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public async Task Send_MoreThanALimit_IsWithheldUntilAzureGivesMore(string kind, int size, int refill, int step)
    {
        await using var bed = new WireTestBed(static _ => Answer(200, """{"data":[]}"""));
        for (var i = 0; i < size; i++)
        {
            Assert.Null(await SendAsync(bed, kind));
        }

        var refused = await SendAsync(bed, kind);

        Assert.Equal((ErrorCatalog.RateLimited.Code, RetryClass.Transient), (refused?.Code, refused?.Retry));
        Assert.InRange(refused!.RetryAfterSeconds!.Value, 1, step);
        Assert.Equal(size, bed.Requests.Count);
        bed.Clock.Advance(TimeSpan.FromSeconds(refused.RetryAfterSeconds.Value));
        for (var i = 0; i < refill; i++)
        {
            Assert.Null(await SendAsync(bed, kind));
        }

        Assert.NotNull(await SendAsync(bed, kind));
    }

    [Fact]
    public async Task Send_ManyComeAtOnce_AreToldToComeOneAfterTheOther()
    {
        await using var bed = new WireTestBed(static _ => Answer(200));
        await SpendAsync(bed, "write", 200);

        var waits = new List<int>();
        for (var i = 0; i < 30; i++)
        {
            waits.Add((await SendAsync(bed, "write"))!.RetryAfterSeconds!.Value);
        }

        Assert.Equal([.. Enumerable.Repeat(1, 10), .. Enumerable.Repeat(2, 10), .. Enumerable.Repeat(3, 10)], waits);
    }

    [Fact]
    public async Task Send_OtherRegionsResourcesAndCallers_DoNotShare()
    {
        var budget = new RequestBudget(new Determinism.Time.VirtualClock(Start));
        var spent = Request(ScaleSet, "westeurope");
        for (var i = 0; i < 12; i++)
        {
            Assert.Null(budget.TryTake(spent, "a", ""));
        }

        Assert.NotNull(budget.TryTake(spent, "a", ""));
        Assert.Null(budget.TryTake(spent, "b", ""));
        Assert.Null(budget.TryTake(Request(ScaleSet, "northeurope"), "a", ""));
        Assert.Null(budget.TryTake(Request(ScaleSet + "2", "westeurope"), "a", ""));
        Assert.Null(budget.TryTake(Request(ScaleSet.Replace("/s/", "/t/", StringComparison.Ordinal), "westeurope"), "a", ""));
        await Task.CompletedTask;
    }

    [Theory]
    [InlineData("read", "x-ms-ratelimit-remaining-subscription-reads", "0", 1)]
    [InlineData("write", "x-ms-ratelimit-remaining-subscription-writes", "0", 1)]
    [InlineData("delete", "x-ms-ratelimit-remaining-subscription-deletes", "0", 1)]
    [InlineData("read", "x-ms-ratelimit-remaining-subscription-global-reads", "0", 1)]
    [InlineData("read", "x-ms-ratelimit-remaining-subscription-resource-requests", "0", 1)]
    [InlineData("VM read", "x-ms-ratelimit-remaining-resource", "Microsoft.Compute/LowCostGetVMResource;0", 60)]
    [InlineData("VM read", "x-ms-ratelimit-remaining-resource", "Microsoft.Compute/LowCostGetVMSubscriptionMaximum;0,Microsoft.Compute/LowCostGetVMResource;30", 60)]
    [InlineData("scale set action", "x-ms-request-charge", "12", 60)]
    [InlineData("graph", "x-ms-user-quota-remaining", "0", 5)]
    [InlineData("graph", "x-ms-ratelimit-remaining-tenant-writes", "0", 1)]
    public async Task Send_AnswerSaysThatNothingIsLeft_IsBelieved(string kind, string header, string value, int longest)
    {
        await using var bed = new WireTestBed(_ => Answer(200, """{"data":[]}""", (header, value)));
        Assert.Null(await SendAsync(bed, kind));

        var refused = await SendAsync(bed, kind);

        Assert.InRange(refused?.RetryAfterSeconds ?? 0, 1, longest);
        Assert.Single(bed.Requests);
    }

    [Fact]
    public async Task Send_AnswerSaysThatMoreIsLeftThanWeThink_ChangesNothing()
    {
        await using var bed = new WireTestBed(static _ => Answer(200, "{}", ("x-ms-ratelimit-remaining-subscription-reads", "11999")));
        await SpendAsync(bed, "read", 250);

        Assert.NotNull(await SendAsync(bed, "read"));
    }

    [Fact]
    public async Task Send_GraphQuotaSaysWhenItResets_WaitsUntilThen()
    {
        await using var bed = new WireTestBed(static _ => Answer(200, """{"data":[]}""", ("x-ms-user-quota-remaining", "0"), ("x-ms-user-quota-resets-after", "00:00:09")));
        Assert.Null(await SendAsync(bed, "graph"));

        Assert.Equal(9, (await SendAsync(bed, "graph"))!.RetryAfterSeconds);
    }

    [Theory]
    [InlineData("""{"error":{"code":"SubscriptionRequestsThrottled","message":"x"}}""", true, true)]
    [InlineData("""{"code":"OperationNotAllowed","message":"x","details":[{"code":"TooManyRequests"}]}""", true, false)]
    [InlineData("""{"error":{"code":"RetryableErrorDueToAnotherOperation","message":"a lock, not a budget"}}""", false, false)]
    public async Task Send_After429_NothingGoesToWhatRefusedBeforeItsTime(string body, bool closesTheResource, bool closesTheRest)
    {
        await using var bed = new WireTestBed(r => r.Method == HttpMethod.Get && r.RequestUri!.AbsolutePath == Vm ? Answer(429, body, ("Retry-After", "50")) : Answer(200));
        Assert.NotNull(await SendAsync(bed, "VM read"));

        Assert.Equal(closesTheResource ? 1 : 2, (await SendAsync(bed, "VM read"), bed.Requests.Count).Count);
        Assert.Equal(closesTheRest, await SendAsync(bed, "read") is not null);
        bed.Clock.Advance(TimeSpan.FromSeconds(50));
        var sent = bed.Requests.Count;
        await SendAsync(bed, "VM read");
        Assert.Equal(sent + 1, bed.Requests.Count);
    }

    /// <summary>Simulated Azure counts by Azure's figures: whoever keeps within the budget never sees its 429.</summary>
    [Fact]
    public async Task Send_StormAgainstSimulatedAzure_IsNeverThrottledByIt()
    {
        await using var bed = await ActivitiesTestBed.StartAsync();
        var step = bed.Steps.First(static s => s.Kind == Contracts.Plans.StepKinds.ResourceGroup);
        await bed.ReachAsync(step);
        var arm = await bed.Get<IArmConnections>().ForAsync(bed.Spec, default);
        var random = new Determinism.Chance.SeededRandomness(11);
        var (sent, withheld) = (0, 0);
        for (var i = 0; i < 3000; i++)
        {
            var id = random.Next(2) == 0 ? step.ResourceId! : $"{step.ResourceId}/providers/{ArmTypes.VirtualMachine}/vm{random.Next(3)}";
            var answer = random.Next(3) == 0 ? await arm.PutAsync(id, [], null, "storm", default) : await arm.GetAsync(id, "storm", default);
            Assert.NotEqual(429, answer.Status);
            _ = answer.Status == 0 ? withheld++ : sent++;
            bed.Clock.Advance(TimeSpan.FromMilliseconds(random.Next(20)));
        }

        Assert.True(sent > 300 && withheld > 300, string.Create(CultureInfo.InvariantCulture, $"{sent} were sent and {withheld} withheld"));
    }

    [Fact]
    public async Task Calls_EachRequest_IsCountedByVerbAndTypeAndWithheldOnesAreNot()
    {
        await using var bed = new WireTestBed(static _ => Answer(200, """{"data":[]}"""));
        await SpendAsync(bed, "VM write", 14);
        await SpendAsync(bed, "instance list", 2);
        await SpendAsync(bed, "graph", 1);

        var counts = bed.Get<ArmCalls>().Counts;

        Assert.Equal(12, counts[new ArmCall(ArmVerb.Put, ArmTypes.VirtualMachine)]);
        Assert.Equal(2, counts[new ArmCall(ArmVerb.Get, ArmTypes.ScaleSetInstance, IsList: true)]);
        Assert.Equal(1, counts[new ArmCall(ArmVerb.Post, ArmTypes.ResourceGraph)]);
        Assert.Equal(15, bed.Get<ArmCalls>().Total);
    }

    private static async Task SpendAsync(WireTestBed bed, string kind, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await SendAsync(bed, kind);
        }
    }

    private static ArmRequest Request(string id, string region) =>
        new(ArmVerb.Put, id, ResourceId.TypeOf(id), new Uri($"https://management.azure.com{id}?api-version=1"), "default.c1.1") { Region = region };

    private static async Task<OrchestratorError?> SendAsync(WireTestBed bed, string kind)
    {
        var arm = await bed.ConnectAsync();
        return kind switch
        {
            "read" => (await arm.GetAsync(Role, "o", default)).Error,
            "write" => (await arm.PutAsync(Role, [], null, "o", default)).Error,
            "delete" => (await arm.DeleteAsync(Role, "o", default)).Error,
            "network write" => (await arm.PutAsync(Network, [], null, "o", default)).Error,
            "VM write" => (await arm.PutAsync(Vm, [], null, "o", default)).Error,
            "VM read" => (await arm.GetAsync(Vm, "o", default)).Error,
            "VM delete" => (await arm.DeleteAsync(Vm, "o", default)).Error,
            "scale set create" => (await arm.CreateAsync(ScaleSet, [], "o", default)).Error,
            "scale set action" => (await arm.PostAsync(ScaleSet, "delete", [], "o", default)).Error,
            "instance list" => (await arm.ListAsync(ScaleSet, ArmTypes.ScaleSetInstance, "o", default)).Error,
            "graph" => (await arm.QueryAsync("Resources | project id", ["s"], "o", default)).Error,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
    }
}
