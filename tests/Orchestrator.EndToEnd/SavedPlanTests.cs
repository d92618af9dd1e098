using System.Net;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.EndToEnd;

/// <summary>A saved plan is carried out as it was shown, or not at all.</summary>
public sealed class SavedPlanTests
{
    [Fact]
    public async Task Apply_OfAPlanThatStillHolds_CarriesItOutAndAfterwardsHasNothingToDo()
    {
        await using var harness = await ClusterHarness.StartAsync();
        var planned = await PlanAsync(harness, Manifests.Sample(workers: 1));

        var operation = await harness.ApplyAndWaitAsync(planned);

        Assert.Equal(OperationState.Succeeded, operation.State);
        var again = await PlanAsync(harness, Manifests.Sample(workers: 1));
        Assert.Equal(HttpStatusCode.OK, (await harness.ApplyRawAsync(again)).StatusCode);
    }

    [Theory]
    [InlineData("azure")]
    [InlineData("spec")]
    [InlineData("edited")]
    public async Task Apply_OfAPlanAfterSomethingChanged_RefusesAndChangesNothing(string what)
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));
        var planned = await PlanAsync(harness, Manifests.Sample(workers: 2));
        switch (what)
        {
            case "azure":
                await ChangeRuleAsync(harness);
                break;
            case "spec":
                await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 3));
                break;
            default:
                planned = planned with { Variables = new Dictionary<string, string>(planned.Variables!, StringComparer.Ordinal) { ["WORKER_MACHINE_COUNT"] = "5" } };
                break;
        }

        var before = harness.Azure.Resources.Journal.Count;
        using var refused = await harness.ApplyRawAsync(planned);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains(ErrorCatalog.PlanChanged.Code, await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(before, harness.Azure.Resources.Journal.Count);
    }

    [Fact]
    public async Task Apply_OfAPlanWhileAnOperationRuns_IsRefused()
    {
        await using var harness = await ClusterHarness.StartAsync();
        var planned = await PlanAsync(harness, Manifests.Sample(workers: 1));
        var running = await harness.ApplyAsync(Manifests.Sample(workers: 1));

        using var refused = await harness.ApplyRawAsync(planned);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        await harness.SucceedAsync(running.Clusters.Single().OperationId!);
    }

    /// <summary>Somebody opens another port in the portal.</summary>
    private static async Task ChangeRuleAsync(ClusterHarness harness)
    {
        var id = harness.Azure.Resources.All.First(static r => r.Type.EndsWith("/networkSecurityGroups", StringComparison.Ordinal) && r.Id.Contains("controlplane", StringComparison.Ordinal)).Id;
        await Portal.ChangeAsync(harness, id, static body => body["properties"]!["securityRules"]![0]!["properties"]!["destinationPortRange"] = "2222", "2024-03-01");
        await harness.RunForAsync(TimeSpan.FromMinutes(1));
    }

    private static async Task<ApplyRequest> PlanAsync(ClusterHarness harness, ApplyRequest manifest)
    {
        var result = await harness.PlanAsync(manifest);
        return manifest with { ExpectedPlans = [.. result.Clusters.Select(static c => new ExpectedPlan(c.Cluster, c.PlanDigest!))] };
    }
}
