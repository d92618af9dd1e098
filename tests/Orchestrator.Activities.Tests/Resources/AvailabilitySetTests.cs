using System.Text.Json.Nodes;
using Orchestrator.Activities.Graphs;
using Orchestrator.Activities.Resources;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Tests.Resources;

/// <summary>Where a location has no zones, the control plane stands in an availability set, as CAPZ makes it.</summary>
public sealed class AvailabilitySetTests
{
    [Fact]
    public async Task Plan_LocationWithoutZones_HasTheSetBeforeTheControlPlane()
    {
        await using var bed = await ActivitiesTestBed.StartAsync(Specs.Sample(("AZURE_LOCATION", "ukwest")));

        var plan = await PlanAsync(bed);

        var set = plan.Nodes.Single(static n => n.Step.Kind == StepKinds.AvailabilitySet).Step;
        Assert.Equal(("c1_control-plane-as", PlanAction.Create), (set.Name, set.Action));
        Assert.Contains(set.Key, plan.Nodes.Single(static n => n.Step.Kind == StepKinds.ControlPlane).Step.DependsOn);
    }

    [Theory]
    [InlineData("westeurope", false)]
    [InlineData("ukwest", true)]
    public async Task Plan_LocationWithZonesOrMachinesInAScaleSet_HasNone(string location, bool inScaleSet)
    {
        var spec = Specs.Sample(("AZURE_LOCATION", location));
        var machine = spec.ControlPlane.Machine with { VirtualMachineScaleSetId = inScaleSet ? "/subscriptions/s/resourceGroups/r/providers/Microsoft.Compute/virtualMachineScaleSets/flex" : null };
        await using var bed = await ActivitiesTestBed.StartAsync(spec with { ControlPlane = spec.ControlPlane with { Machine = machine } });

        Assert.DoesNotContain((await PlanAsync(bed)).Nodes, static n => n.Step.Kind == StepKinds.AvailabilitySet);
    }

    [Fact]
    public async Task Ensure_TakesTheFaultDomainsOfTheLocationAndNeverChangesThem()
    {
        await using var bed = await ActivitiesTestBed.StartAsync(Specs.Sample(("AZURE_LOCATION", "ukwest")));
        OfferFaultDomains(bed, 3);
        var step = await StepAsync(bed);
        await bed.ReachAsync(bed.Steps[0]);
        await bed.ReachAsync(step);
        var body = bed.Wire.Requests.Last(static r => r.Method == "PUT").Body!;
        GoldenFile.Verify(body, "AvailabilitySet.c1_control-plane-as");

        bed.Clock.Advance(TimeSpan.FromHours(25));
        OfferFaultDomains(bed, 2);

        Assert.Equal("unchanged", (await bed.EnsureAsync(step)).Detail);
    }

    [Fact]
    public async Task Machine_JoinsTheSetAndHasNoZone_AndTheSetOutlivesItsLastMachineOnly()
    {
        await using var bed = await ActivitiesTestBed.StartAsync(Specs.Sample(("AZURE_LOCATION", "ukwest")));
        var set = await StepAsync(bed);
        foreach (var step in bed.Steps.Where(static s => s.Kind != StepKinds.VirtualMachineScaleSet))
        {
            await bed.ReachAsync(step);
            if (step.Kind == StepKinds.ResourceGroup)
            {
                await bed.ReachAsync(set);
            }
        }

        var vm = await bed.ReadAsync(ClusterResourceIds.VirtualMachine(bed.Spec, ActivitiesTestBed.Machine));
        Assert.Equal(set.ResourceId, (string?)vm["properties"]!["availabilitySet"]!["id"], ignoreCase: true);
        Assert.Null(vm["zones"]);
        var machine = bed.Spec.ControlPlane.Machine with { VirtualMachineScaleSetId = "/subscriptions/s/resourceGroups/r/providers/Microsoft.Compute/virtualMachineScaleSets/flex" };
        await bed.ApplyAsync(bed.Spec with { ControlPlane = bed.Spec.ControlPlane with { Machine = machine } });
        Assert.DoesNotContain((await PlanAsync(bed)).Nodes, static n => n.Step is { Kind: StepKinds.AvailabilitySet });

        foreach (var step in MachineGraph.Delete(bed.Spec, ActivitiesTestBed.Machine, []).Where(static s => s.Kind == StepKinds.VirtualMachine))
        {
            await bed.DeleteAsync(step);
            await bed.SettleAsync();
        }

        Assert.Single((await PlanAsync(bed)).Nodes, static n => n.Step is { Kind: StepKinds.AvailabilitySet, Verb: StepVerb.Delete });
    }

    private static async Task<GraphStep> StepAsync(ActivitiesTestBed bed) => (await PlanAsync(bed)).Nodes.Single(static n => n.Step.Kind == StepKinds.AvailabilitySet).Step;

    private static Task<ClusterPlan> PlanAsync(ActivitiesTestBed bed) => bed.Plans.PlanAsync(bed.Spec, bed.Generation, OperationKind.Apply, default);

    private static void OfferFaultDomains(ActivitiesTestBed bed, int count) => bed.Wire.Edits["/skus"] = list =>
    {
        ((JsonArray)list["value"]!).Add(JsonNode.Parse(
            $$"""{"resourceType":"availabilitySets","name":"Aligned","locations":["ukwest"],"locationInfo":[{"location":"ukwest"}],"capabilities":[{"name":"MaximumPlatformFaultDomainCount","value":"{{count}}"}]}"""));
        return list;
    };
}
