using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Operations;
using Orchestrator.Simulator.Faults;

namespace Orchestrator.EndToEnd;

public sealed class FaultTests
{
    private static readonly string[] Types =
    [
        "Microsoft.Resources/resourceGroups",
        "Microsoft.Network/virtualNetworks",
        "Microsoft.Network/virtualNetworks/subnets",
        "Microsoft.Network/networkSecurityGroups",
        "Microsoft.Network/routeTables",
        "Microsoft.Network/publicIPAddresses",
        "Microsoft.Network/natGateways",
        "Microsoft.Network/loadBalancers",
        "Microsoft.Network/loadBalancers/inboundNatRules",
        "Microsoft.Network/networkInterfaces",
        "Microsoft.Compute/virtualMachines",
        "Microsoft.Compute/virtualMachineScaleSets",
    ];

    internal static readonly Dictionary<string, Fault> Faults = new(StringComparer.Ordinal)
    {
        ["429 with Retry-After"] = Fault.TooManyRequests(TimeSpan.FromSeconds(17)),
        ["409 AnotherOperationInProgress"] = Fault.AnotherOperationInProgress(),
        ["500"] = Fault.InternalServerError(),
        ["answer lost"] = Fault.AnswerLost(),
        ["operation ends Failed"] = Fault.OperationFails(),
    };

    internal static readonly FaultRates Everything = new FaultRates
    {
        TooManyRequests = 0.1,
        AnotherOperationInProgress = 0.1,
        InternalServerError = 0.05,
        AnswerLost = 0.05,
        OperationFails = 0.05,
        EventLost = 0.1,
        EventDuplicated = 0.1,
        EventDelayed = 0.1,
        EventReordered = 0.1,
    };

    public static TheoryData<string> FaultNames() => [.. Faults.Keys];

    /// <summary>One life with the fault on the first write of every type.</summary>
    [Theory]
    [MemberData(nameof(FaultNames))]
    public async Task Create_FirstWriteOfEveryTypeGoesWrong_StillEndsReadyWithNothingDoubled(string fault)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 11 });
        var before = harness.Azure.Resources.All.Count;
        foreach (var type in Types)
        {
            harness.Azure.Faults.Add(new FaultRule { Method = "PUT", ResourceType = type, Fault = Faults[fault] });
        }

        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 2));

        // Resource groups and inbound NAT rules are made at once: they have no operation that could fail.
        var struck = harness.Azure.Faults.Injected.Select(static i => i.ResourceType).ToHashSet(StringComparer.OrdinalIgnoreCase);
        string[] spared = fault == "operation ends Failed" ? ["Microsoft.Resources/resourceGroups", "Microsoft.Network/loadBalancers/inboundNatRules"] : [];
        Assert.Equal(spared, Types.Where(t => !struck.Contains(t)));
        Assert.Single(harness.Azure.Resources.All, static r => r.Type.Equals("Microsoft.Compute/virtualMachines", StringComparison.OrdinalIgnoreCase));
        Assert.Empty(harness.Azure.Machines.Violations);
        harness.Azure.Faults.Clear();
        await harness.DeleteAndWaitAsync();
        Assert.Equal(before, harness.Azure.Resources.All.Count);
    }

    [Theory]
    [InlineData("lost")]
    [InlineData("duplicated")]
    [InlineData("delayed")]
    [InlineData("reordered")]
    [InlineData("nobody subscribed")]
    public async Task Create_HoweverEventsBehave_EndsReady(string behaviour)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 13, Events = behaviour != "nobody subscribed" });
        harness.Azure.Faults.Random(seed: 13, new FaultRates
        {
            EventLost = behaviour == "lost" ? 1 : 0,
            EventDuplicated = behaviour == "duplicated" ? 1 : 0,
            EventDelayed = behaviour == "delayed" ? 1 : 0,
            EventReordered = behaviour == "reordered" ? 0.5 : 0,
        });

        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 2));

        Assert.Single(harness.Azure.Resources.All, static r => r.Type.Equals("Microsoft.Compute/virtualMachines", StringComparison.OrdinalIgnoreCase));
        Assert.Empty(harness.Azure.Machines.Violations);
    }

    /// <summary>Everything at once, over a whole life. The seed repeats a failure exactly.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Life_AzureGoesWrongAtRandom_EndsWellAndLeavesNothing(int seed)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = seed });
        var before = harness.Azure.Resources.All.Count;
        harness.Azure.Faults.Random(seed, Everything);

        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 2));
        await harness.ApplyAndWaitAsync(Manifests.Sample(version: "v1.31.1", workers: 2));
        await harness.DeleteAndWaitAsync();

        Assert.NotEmpty(harness.Azure.Faults.Injected);
        Assert.Equal(before, harness.Azure.Resources.All.Count);
        Assert.Empty(harness.Azure.Machines.Violations);
    }

    [Fact]
    public async Task Create_QuotaTooSmall_FailsBeforeAnythingIsMadeAndGoesOnOnceRaised()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 17 });
        harness.Azure.Quotas.Set("westeurope", "standardDSv3Family", 4);
        var applied = await harness.ApplyAsync(Manifests.Sample(workers: 4));

        var failed = await harness.RunToEndAsync(applied.Clusters.Single().OperationId!);

        Assert.Equal(OperationState.Failed, failed.State);
        Assert.Equal((ErrorCatalog.QuotaExceeded.Code, ErrorCategory.QuotaExceeded, RetryClass.NeedsUser), (failed.Error!.Code, failed.Error.Category, failed.Error.Retry));
        Assert.Contains("standardDSv3Family", failed.Error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("4", failed.Error.Message, StringComparison.Ordinal);
        Assert.Contains("10 more needed", failed.Error.Message, StringComparison.Ordinal);
        Assert.Equal(0, harness.Azure.Resources.Calls("PUT", "Microsoft.Resources/resourceGroups"));

        harness.Azure.Quotas.Set("westeurope", "standardDSv3Family", 100);
        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 4));

        Assert.Equal(5, harness.Azure.Machines.Clusters.All.Single().Nodes.Count(static n => n.Ready));
    }
}
