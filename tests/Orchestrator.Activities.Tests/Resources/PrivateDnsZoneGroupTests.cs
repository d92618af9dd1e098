using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Tests.Resources;

public sealed class PrivateDnsZoneGroupTests
{
    [Fact]
    public async Task Plan_ZonesLeaveTheSpec_TheGroupGoesAndTheEndpointStays()
    {
        await using var bed = await PrivateNetwork.StartWithZoneAsync();
        await bed.CreateNetworkAsync();
        var body = Assert.Single(bed.Wire.Requests, static r => r.Method == "PUT" && ResourceId.TypeOf(r.Path) == ArmTypes.PrivateDnsZoneGroup).Body!;
        GoldenFile.Verify(body, "PrivateDnsZoneGroup.store-pe");
        var kept = await bed.Plans.PlanAsync(bed.Spec, bed.Generation, OperationKind.Apply, default);
        Assert.Equal(PlanAction.Keep, kept.Nodes.Single(static n => n.Step.Kind == StepKinds.PrivateDnsZoneGroup).Step.Action);

        await bed.ApplyAsync(PrivateNetwork.SpecWithZones());
        var plan = await bed.Plans.PlanAsync(bed.Spec, bed.Generation, OperationKind.Apply, default);

        Assert.Equal(PlanAction.Delete, plan.Nodes.Single(static n => n.Step.Kind == StepKinds.PrivateDnsZoneGroup).Step.Action);
        Assert.Equal(PlanAction.Keep, plan.Nodes.Single(static n => n.Step.Kind == StepKinds.PrivateEndpoint).Step.Action);
    }
}
