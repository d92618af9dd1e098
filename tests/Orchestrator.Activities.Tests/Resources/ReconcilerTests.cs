using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;
using Orchestrator.Simulator.Faults;

namespace Orchestrator.Activities.Tests.Resources;

/// <summary>The same facts for every resource type.</summary>
public sealed class ReconcilerTests
{
    private static readonly string[] Synchronous = 
    [
        StepKinds.ResourceGroup, StepKinds.PrivateDnsRecord, StepKinds.RoleDefinition, StepKinds.BlobContainer, StepKinds.ImmutabilityPolicy, StepKinds.ManagementPolicy,
    ];

    private static readonly string[] GoneAtOnce = [StepKinds.PrivateDnsRecord, .. BackupStore.Kinds];

    public static TheoryData<string> Kinds =>
    [
        StepKinds.ResourceGroup, StepKinds.VirtualNetwork, StepKinds.NetworkSecurityGroup, StepKinds.RouteTable, StepKinds.PublicIPAddress, StepKinds.NatGateway,
        StepKinds.Subnet, StepKinds.LoadBalancer, StepKinds.InboundNatRule, StepKinds.NetworkInterface, StepKinds.VirtualMachine, StepKinds.VirtualMachineScaleSet,
        .. PrivateNetwork.Kinds, .. BackupStore.Kinds, StepKinds.PrivateDnsZoneGroup,
    ];

    public static TheoryData<string, string> KindsAndFaults => Cross(Kinds, ["429", "409", "500"]);

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Ensure_Absent_CreatesItAndASecondTimeChangesNothing(string kind)
    {
        await using var bed = await ActivitiesTestBed.StartForAsync(kind);
        var step = await bed.PrepareAsync(kind);

        var first = await bed.EnsureAsync(step);
        Assert.Null(first.Error);
        Assert.Equal("created", first.Detail);
        Assert.Equal(Synchronous.Contains(kind) ? ResourceState.Ready : ResourceState.InProgress, first.State);
        await bed.SettleAsync();
        Assert.Equal(ResourceState.Ready, (await bed.ObserveAsync(step)).State);

        var puts = bed.Wire.Puts;
        var second = await bed.EnsureAsync(step);
        Assert.Equal((ResourceState.Ready, "unchanged"), (second.State, second.Detail));
        Assert.Equal(puts, bed.Wire.Puts);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Ensure_WhileAzureWorksOnIt_WaitsWithoutAnotherPut(string kind)
    {
        Assert.SkipWhen(Synchronous.Contains(kind), "Done when it is answered.");
        await using var bed = await ActivitiesTestBed.StartForAsync(kind);
        var step = await bed.PrepareAsync(kind);
        await bed.EnsureAsync(step);
        var puts = bed.Wire.Puts;

        var again = await bed.EnsureAsync(step);

        Assert.Equal(ResourceState.InProgress, again.State);
        Assert.True(again.RetryAfterSeconds > 0);
        Assert.Equal(puts, bed.Wire.Puts);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Ensure_Drifted_RepairsItWithOnePut(string kind)
    {
        await using var bed = await ActivitiesTestBed.StartForAsync(kind);
        var step = await bed.PrepareAsync(kind);
        await bed.ReachAsync(step);
        var before = await bed.ReadAsync(step.ResourceId!);
        await Drift.MakeAsync(bed, step);
        var puts = bed.Wire.Puts;

        var outcome = await bed.ReachAsync(step);

        Assert.Equal(puts + 1, bed.Wire.Puts);
        var after = await bed.ReadAsync(step.ResourceId!);
        Assert.Empty(BodyMerge.Compare(after, Drift.Relevant(before)).Changes);
        Assert.True(outcome.State == ResourceState.Ready);
    }

    [Theory]
    [MemberData(nameof(KindsAndFaults))]
    public async Task Ensure_Refused_IsTransientAndSucceedsAfterwards(string kind, string fault)
    {
        await using var bed = await ActivitiesTestBed.StartForAsync(kind);
        var step = await bed.PrepareAsync(kind);
        bed.Azure.Faults.Add(new FaultRule { Method = "PUT", ResourceType = ResourceId.TypeOf(step.ResourceId!), Fault = Refusal(fault) });

        var refused = await bed.EnsureAsync(step);

        Assert.Equal(ResourceState.Failed, refused.State);
        Assert.Equal(RetryClass.Transient, refused.Error!.Retry);
        Assert.Equal(fault == "429" ? ErrorCatalog.RateLimited.Code : fault == "409" ? ErrorCatalog.AzureConflict.Code : ErrorCatalog.AzureUnavailable.Code, refused.Error.Code);
        Assert.Equal(fault == "429" ? 7 : null, refused.RetryAfterSeconds);
        Assert.Equal(fault == "429" ? 7 : null, refused.Error.RetryAfterSeconds);
        bed.Clock.Advance(TimeSpan.FromSeconds(refused.RetryAfterSeconds ?? 0));
        await bed.ReachAsync(step);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Observe_OperationFailed_SaysWhyAndEnsureRepairs(string kind)
    {
        Assert.SkipWhen(Synchronous.Contains(kind), "No long-running operation.");
        await using var bed = await ActivitiesTestBed.StartForAsync(kind);
        var step = await bed.PrepareAsync(kind);
        bed.Azure.Faults.Add(new FaultRule { Method = "PUT", ResourceType = OperationType(step), Fault = Fault.OperationFails("AllocationFailed", "No room.") });
        Assert.Equal(ResourceState.InProgress, (await bed.EnsureAsync(step)).State);
        await bed.SettleAsync();

        var failed = await bed.ObserveAsync(step);

        Assert.Equal(ResourceState.Failed, failed.State);
        Assert.Equal((ErrorCatalog.CapacityDepleted.Code, "AllocationFailed"), (failed.Error!.Code, failed.Error.AzureCode));
        await bed.ReachAsync(step);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Delete_Existing_IsAbsentOnlyWhenAReadSaysSo(string kind)
    {
        await using var bed = await ActivitiesTestBed.StartForAsync(kind);
        var step = await bed.PrepareAsync(kind);
        await bed.ReachAsync(step);
        var deletion = step with { Verb = StepVerb.Delete };

        var started = await bed.DeleteAsync(step);
        Assert.Equal(GoneAtOnce.Contains(kind) ? ResourceState.Absent : ResourceState.InProgress, started.State);
        await bed.SettleAsync();

        Assert.Equal(ResourceState.Absent, (await bed.ObserveAsync(deletion)).State);
        Assert.Equal(ResourceState.Absent, (await bed.DeleteAsync(step)).State);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task EnsureAndDelete_SomebodyElses_RefuseAndTouchNothing(string kind)
    {
        await using var bed = await ActivitiesTestBed.StartForAsync(kind);
        var step = await bed.PrepareAsync(kind);
        await Drift.MakeForeignAsync(bed, step);
        var puts = bed.Wire.Puts;

        var ensured = await bed.EnsureAsync(step);
        var deleted = await bed.DeleteAsync(step);

        Assert.Equal(ErrorCatalog.NotOurs.Code, ensured.Error?.Code);
        Assert.Equal(ErrorCatalog.NotOurs.Code, deleted.Error?.Code);
        Assert.Equal(puts, bed.Wire.Puts);
        Assert.NotEmpty(await bed.ReadAsync(step.ResourceId!));
    }

    /// <summary>SSH rules are written as part of their load balancer.</summary>
    private static string OperationType(GraphStep step) => step.Kind == StepKinds.InboundNatRule ? ArmTypes.LoadBalancer : ResourceId.TypeOf(step.ResourceId!);

    private static Fault Refusal(string fault) => fault switch
    {
        "429" => Fault.TooManyRequests(TimeSpan.FromSeconds(7)),
        "409" => Fault.AnotherOperationInProgress(),
        _ => Fault.InternalServerError(),
    };

    private static TheoryData<string, string> Cross(TheoryData<string> kinds, string[] faults)
    {
        var data = new TheoryData<string, string>();
        foreach (var kind in kinds)
        {
            foreach (var fault in faults)
            {
                data.Add(kind.Data, fault);
            }
        }

        return data;
    }
}
