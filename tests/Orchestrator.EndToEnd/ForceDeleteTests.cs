using System.Net;
using System.Net.Http.Json;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Operations;
using Orchestrator.Simulator.Faults;

namespace Orchestrator.EndToEnd;

/// <summary>A forced deletion does all that it can and tells the rest by what Azure has, not by what it believes to have done.</summary>
public sealed class ForceDeleteTests
{
    private const string Cluster = "/api/clusters/default/c1";
    private static readonly Fault Locked = Fault.Refuse(409, "ScopeLocked", "The scope cannot perform delete operation because it is locked.");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Delete_Forced_GoesOnPastWhatFails_TellsItById_AndAgainEndsIt(bool replayAfterEveryStep)
    {
        await using var harness = await PrivateClusterTests.StartAsync(seed: 41, replayAfterEveryStep);
        var before = harness.Azure.Resources.All.Select(static r => r.Id).ToList();
        await harness.ApplyAndWaitAsync(Manifests.Private());
        harness.Azure.Faults.Add(new FaultRule { Method = "DELETE", ResourceType = "Microsoft.Network/virtualNetworks/virtualNetworkPeerings", Fault = Locked, Times = null });

        var forced = await DeleteAsync(harness, "?force=true");

        var leak = Assert.Single(forced.Leaks!);
        Assert.Equal((OperationState.Failed, ErrorCatalog.ResourcesLeft.Code), (forced.State, forced.Error?.Code));
        Assert.StartsWith(Manifests.HubId + "/virtualNetworkPeerings/", leak.ResourceId, StringComparison.OrdinalIgnoreCase);
        Assert.True(leak is { IsCertain: true, Error.Code: "ORC0211" }, leak.ToString());
        Assert.Equal(leak.ResourceId, Assert.Single(harness.Azure.Resources.All.Select(static r => r.Id).Except(before)), ignoreCase: true);
        Assert.Equal(ClusterPhase.Failed, (await harness.GetAsync<ClusterStatus>(Cluster)).Phase);

        harness.Azure.Faults.Clear();
        var again = await DeleteAsync(harness, "?force=true");
        Assert.Equal((OperationState.Succeeded, 0), (again.State, again.Leaks?.Count));
        Assert.Equal(before, harness.Azure.Resources.All.Select(static r => r.Id));
        Assert.Equal(HttpStatusCode.NotFound, (await harness.SendAsync(HttpMethod.Get, Cluster)).StatusCode);
    }

    [Fact]
    public async Task Delete_ForcedAndForgotten_EndsTheCluster_AndTheReportStays()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 42 });
        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));
        harness.Azure.Faults.Add(new FaultRule { Method = "DELETE", ResourceType = "Microsoft.Resources/resourceGroups", Fault = Locked, Times = null });

        var forgotten = await DeleteAsync(harness, "?force=true&forget=true");

        Assert.Equal((OperationState.Failed, HttpStatusCode.NotFound), (forgotten.State, (await harness.SendAsync(HttpMethod.Get, Cluster)).StatusCode));
        Assert.Contains(forgotten.Leaks!, static l => l.ResourceId.EndsWith("/resourceGroups/c1", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(forgotten.Leaks!, static l => l.ResourceId.EndsWith("/virtualMachineScaleSets/c1-mp-0", StringComparison.OrdinalIgnoreCase));
        Assert.All(forgotten.Leaks!, static l => Assert.Equal("ORC0211", l.Error?.Code));
        Assert.Equal(forgotten.Leaks!.Count, (await harness.GetAsync<OperationStatus>($"/api/operations/{forgotten.Id}")).Leaks!.Count);
    }

    [Fact]
    public async Task Delete_ForcedWhenAzureRefusesEverything_TellsWhatIsOnRecordAsUncertain()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 43 });
        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));
        harness.Azure.Faults.Add(new FaultRule { Fault = Fault.Refuse(403, "AuthorizationFailed", "The client does not have authorization."), Times = null });

        var forgotten = await DeleteAsync(harness, "?force=true&forget=true");

        Assert.Contains(forgotten.Leaks!, static l => l.ResourceId.EndsWith("/virtualNetworks/c1-vnet", StringComparison.OrdinalIgnoreCase));
        Assert.All(forgotten.Leaks!, static l => Assert.Equal((false, ErrorCatalog.Unauthorized.Code), (l.IsCertain, l.Error?.Code)));
        Assert.Equal(HttpStatusCode.NotFound, (await harness.SendAsync(HttpMethod.Get, Cluster)).StatusCode);
    }

    [Fact]
    public async Task Delete_ThatStandsStill_TakesForceWhileItRuns()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 44 });
        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));
        harness.Azure.Faults.Add(new FaultRule { Method = "DELETE", ResourceType = "Microsoft.Resources/resourceGroups", Fault = Fault.AnotherOperationInProgress(), Times = 30 });
        using var first = await harness.SendAsync(HttpMethod.Delete, Cluster);
        var id = (await first.Content.ReadFromJsonAsync<ApplyOutcome>(ContractJson.Options))!.OperationId!;
        await harness.RunForAsync(TimeSpan.FromMinutes(1));

        var forced = await DeleteAsync(harness, "?force=true");

        Assert.Equal((id, OperationState.Succeeded, 0), (forced.Id, forced.State, forced.Leaks?.Count));
    }

    [Fact]
    public async Task Forget_WithoutForce_IsRefused()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAsync(Manifests.Sample(workers: 1));

        using var refused = await harness.SendAsync(HttpMethod.Delete, $"{Cluster}?forget=true");

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.NotEqual(ClusterPhase.Deleting, (await harness.GetAsync<ClusterStatus>(Cluster)).Phase);
    }

    private static async Task<OperationStatus> DeleteAsync(ClusterHarness harness, string query)
    {
        using var response = await harness.SendAsync(HttpMethod.Delete, Cluster + query);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return await harness.RunToEndAsync((await response.Content.ReadFromJsonAsync<ApplyOutcome>(ContractJson.Options))!.OperationId!);
    }
}
