using System.Net;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;
using Orchestrator.Simulator.Faults;

namespace Orchestrator.EndToEnd;

/// <summary>An API server without a public address, with a bastion and a peered network of another subscription.</summary>
public sealed class PrivateClusterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task PrivateCluster_CreatedPlannedAndDeleted_LeavesOnlyWhatIsBorrowed(int seed)
    {
        await using var harness = await StartAsync(seed);
        var before = harness.Azure.Resources.All.Select(static r => r.Id).ToList();

        await harness.ApplyAndWaitAsync(Manifests.Private());

        var status = await harness.GetAsync<ClusterStatus>("/api/clusters/default/c1");
        Assert.Equal(ClusterPhase.Ready, status.Phase);
        Assert.Equal(5, harness.Azure.Machines.Clusters.All.Single().Nodes.Count(static n => n.Ready));
        Assert.Contains("https://apiserver.c1.capz.io:6443", await KubeconfigAsync(harness), StringComparison.Ordinal);
        Assert.Contains(harness.Azure.Resources.All, static r => r.Id.StartsWith(Manifests.HubId + "/", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(harness.Azure.Resources.All, static r => r.Id.EndsWith("/bastionHosts/c1-azure-bastion", StringComparison.Ordinal));
        var plan = await harness.GetAsync<ClusterPlan>("/api/clusters/default/c1/plan");
        Assert.False(plan.Summary.HasChanges, string.Join('\n', plan.Nodes.SelectMany(static n => n.Changes.Select(c => $"{n.Step.Key} {c}"))));

        await harness.DeleteAndWaitAsync();

        Assert.Equal(before, harness.Azure.Resources.All.Select(static r => r.Id));
        Assert.Empty(harness.Azure.Machines.Violations);
    }

    [Theory]
    [MemberData(nameof(FaultTests.FaultNames), MemberType = typeof(FaultTests))]
    public async Task PrivateCluster_FirstWriteOfEachOfItsTypesGoesWrong_StillEndsReady(string fault)
    {
        string[] types =
        [
            "Microsoft.Network/virtualNetworks/virtualNetworkPeerings", "Microsoft.Network/bastionHosts", "Microsoft.Network/privateDnsZones",
            "Microsoft.Network/privateDnsZones/virtualNetworkLinks", "Microsoft.Network/privateDnsZones/A",
        ];
        await using var harness = await StartAsync(seed: 17);
        var before = harness.Azure.Resources.All.Select(static r => r.Id).ToList();
        foreach (var type in types)
        {
            harness.Azure.Faults.Add(new FaultRule { Method = "PUT", ResourceType = type, Fault = FaultTests.Faults[fault] });
        }

        await harness.ApplyAndWaitAsync(Manifests.Private());

        // Records are made at once: they have no operation that could fail.
        var struck = harness.Azure.Faults.Injected.Select(static i => i.ResourceType).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.Equal(fault == "operation ends Failed" ? ["Microsoft.Network/privateDnsZones/A"] : [], types.Where(t => !struck.Contains(t)));
        harness.Azure.Faults.Clear();
        await harness.DeleteAndWaitAsync();
        Assert.Equal(before, harness.Azure.Resources.All.Select(static r => r.Id));
        Assert.Empty(harness.Azure.Machines.Violations);
    }

    [Fact]
    public async Task PeeredNetwork_ThatIsNotThere_EndsTheOperationWithItsIdAndMakesNoMachine()
    {
        await using var harness = await ClusterHarness.StartAsync();
        var result = await harness.ApplyAsync(Manifests.Private());

        var status = await harness.RunToEndAsync(result.Clusters.Single().OperationId!);

        Assert.Equal((OperationState.Failed, "ORC0209"), (status.State, status.Error?.Code));
        Assert.Equal(Manifests.HubId, status.Error!.Target, ignoreCase: true);
        Assert.Empty(harness.Azure.Machines.Clusters.All);
    }

    internal static async Task<ClusterHarness> StartAsync(int seed, bool replayAfterEveryStep = false)
    {
        var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = seed, ReplayAfterEveryStep = replayAfterEveryStep });
        harness.Azure.Resources.Seed(
            Manifests.HubId, "Microsoft.Network/virtualNetworks", """{"location":"northeurope","properties":{"addressSpace":{"addressPrefixes":["172.16.0.0/16"]}}}""");
        return harness;
    }

    private static async Task<string> KubeconfigAsync(ClusterHarness harness)
    {
        var response = await harness.SendAsync(HttpMethod.Get, "/api/clusters/default/c1/kubeconfig");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }
}
