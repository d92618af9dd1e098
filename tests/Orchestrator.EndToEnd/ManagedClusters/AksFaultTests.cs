using Orchestrator.Contracts.Clusters;
using Orchestrator.Simulator.Faults;

namespace Orchestrator.EndToEnd.ManagedClusters;

/// <summary>AKS clusters while Azure goes wrong.</summary>
public sealed class AksFaultTests
{
    private static readonly string[] Types =
    [
        "Microsoft.Resources/resourceGroups", "Microsoft.ContainerService/managedClusters", "Microsoft.ContainerService/managedClusters/maintenanceConfigurations",
        "Microsoft.ContainerService/managedClusters/agentPools",
    ];

    public static TheoryData<string> FaultNames() => FaultTests.FaultNames();

    [Theory]
    [MemberData(nameof(FaultNames))]
    public async Task CreateAndUpgrade_FirstWriteOfEveryTypeGoesWrong_StillEndsReady(string fault)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 11 });
        var before = harness.Azure.Resources.All.Count;
        foreach (var type in Types)
        {
            harness.Azure.Faults.Add(new FaultRule { Method = "PUT", ResourceType = type, Fault = FaultTests.Faults[fault] });
        }

        await harness.ApplyAndWaitAsync(AksManifests.Sample("v1.30.2", AksManifests.NoChannel));
        await harness.ApplyAndWaitAsync(AksManifests.Sample("v1.32.3", AksManifests.NoChannel));
        var status = await harness.GetAsync<Contracts.Operations.ClusterStatus>("/api/clusters/default/aks1");
        var struck = harness.Azure.Faults.Injected.Select(static i => i.ResourceType).ToHashSet(StringComparer.OrdinalIgnoreCase);
        harness.Azure.Faults.Clear();
        await harness.DeleteAndWaitAsync("aks1");

        Assert.Equal((ClusterPhase.Ready, "v1.32.3"), (status.Phase, status.ControlPlaneVersion));
        Assert.Contains(Types[1], struck);
        Assert.Contains(Types[3], struck);
        Assert.Equal(before, harness.Azure.Resources.All.Count);
    }

    /// <summary>Everything at once, over a whole life. The seed repeats a failure exactly.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Life_AzureGoesWrongAtRandom_EndsWellAndLeavesNothing(int seed)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = seed });
        var before = harness.Azure.Resources.All.Count;
        harness.Azure.Faults.Random(seed, FaultTests.Everything);

        await harness.ApplyAndWaitAsync(AksManifests.Sample("v1.30.2"));
        await harness.ApplyAndWaitAsync(AksManifests.Sample("v1.31.2", ("name: work", "name: other")));
        await harness.DeleteAndWaitAsync("aks1");

        Assert.NotEmpty(harness.Azure.Faults.Injected);
        Assert.Equal(before, harness.Azure.Resources.All.Count);
    }
}
