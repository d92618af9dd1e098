using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Tests.Graphs;

/// <summary>Public IPs that somebody made before the cluster, in a group that is not the cluster's.</summary>
public sealed class BorrowedPublicIPTests
{
    private const string ApiServer = "pip-c1-apiserver";
    private const string Gateway = "pip-c1-node-natgw-1";

    [Fact]
    public async Task Plan_AddressesInABorrowedGroup_AreJoinedAndNeverDeleted()
    {
        await using var bed = await StartAsync(Label(Specs.Sample().Network.ApiServerLoadBalancer.Frontends[0].DnsLabel!));

        var plan = await bed.Plans.PlanAsync(bed.Spec, bed.Generation, OperationKind.Apply, default);
        var deletion = await bed.Plans.PlanAsync(bed.Spec, bed.Generation, OperationKind.Delete, default);

        Assert.Equal([(PlanAction.Read, StepVerb.Observe), (PlanAction.Read, StepVerb.Observe)], new[] { ApiServer, Gateway }.Select(name => Of(plan, name)));
        Assert.DoesNotContain(deletion.Nodes, static n => n.Step.Kind == StepKinds.PublicIPAddress);
    }

    [Theory]
    [InlineData("""{"location":"westeurope","sku":{"name":"Standard"},"properties":{"publicIPAllocationMethod":"Static","dnsSettings":{"domainNameLabel":"elsewhere"}}}""", "is to be found at")]
    [InlineData("""{"location":"westeurope","sku":{"name":"Basic"},"properties":{"publicIPAllocationMethod":"Dynamic"}}""", "Standard and Static")]
    public async Task Plan_AddressThatDoesNotDo_SaysWhy(string address, string why)
    {
        await using var bed = await StartAsync(address);

        var problem = await Assert.ThrowsAsync<OrchestratorException>(() => bed.Plans.PlanAsync(bed.Spec, bed.Generation, OperationKind.Apply, default));

        Assert.Equal(ErrorCatalog.BorrowedUnfit.Code, problem.Error.Code);
        Assert.Contains(why, problem.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_AddressInAGroupOfOurs_IsInTheWay()
    {
        await using var bed = await ActivitiesTestBed.StartAsync();
        await bed.ReachAsync(bed.NetworkSteps.First(static s => s.Kind == StepKinds.ResourceGroup));
        bed.Azure.Resources.Seed(ClusterResourceIds.PublicIPAddress(bed.Spec, Gateway), ArmTypes.PublicIPAddress, Plain);

        var problem = await Assert.ThrowsAsync<OrchestratorException>(() => bed.Plans.PlanAsync(bed.Spec, bed.Generation, OperationKind.Apply, default));

        Assert.Equal(ErrorCatalog.NotOurs.Code, problem.Error.Code);
    }

    private const string Plain = """{"location":"westeurope","sku":{"name":"Standard"},"properties":{"publicIPAllocationMethod":"Static"}}""";

    private static string Label(string label) => Plain.Replace("\"Static\"", $"\"Static\",\"dnsSettings\":{{\"domainNameLabel\":\"{label}\"}}", StringComparison.Ordinal);

    private static async Task<ActivitiesTestBed> StartAsync(string apiServer)
    {
        var bed = await ActivitiesTestBed.StartAsync();
        bed.Azure.Resources.Seed(ClusterResourceIds.PublicIPAddress(bed.Spec, ApiServer), ArmTypes.PublicIPAddress, apiServer);
        bed.Azure.Resources.Seed(ClusterResourceIds.PublicIPAddress(bed.Spec, Gateway), ArmTypes.PublicIPAddress, Plain);
        return bed;
    }

    private static (PlanAction, StepVerb) Of(ClusterPlan plan, string name)
    {
        var step = plan.Nodes.Single(n => n.Step.Kind == StepKinds.PublicIPAddress && n.Step.Name == name).Step;
        return (step.Action, step.Verb);
    }
}
