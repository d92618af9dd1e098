using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Determinism.Time;
using Orchestrator.Simulator;

namespace Orchestrator.EndToEnd;

public sealed class KillTests
{
    private const int Workers = 2;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Serve_KilledAtRandomMomentsOfACreateAndARoll_FinishesBothWithNothingDoubledOrLeaked(int seed)
    {
        var folder = Directory.CreateTempSubdirectory("orc-kill-").FullName;
        try
        {
            var randomness = new SeededRandomness(seed);
            using (var server = new ServeProcess(folder, port: 20000 + ((Environment.ProcessId + (seed * 997)) % 3000 * 4)))
            {
                await server.StartAsync();
                await RunWithKillsAsync(server, Manifests.Sample(workers: Workers), kills: 4, randomness);
                await RunWithKillsAsync(server, Manifests.Sample(version: "v1.31.1", workers: Workers), kills: 4, randomness);
                Assert.True(server.Starts > 4, $"seed {seed}: the process was killed {server.Starts - 1} times only");
            }

            await AssertSoundAsync(Path.Combine(folder, "azure"), seed);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunWithKillsAsync(ServeProcess server, ApplyRequest manifest, int kills, SeededRandomness randomness)
    {
        var operation = await server.ApplyAsync(manifest);
        for (var kill = 0; kill < kills; kill++)
        {
            await ServeProcess.PauseAsync(100 + randomness.Next(1500));
            if ((await server.GetAsync(operation)).State is not (OperationState.Pending or OperationState.Running))
            {
                break;
            }

            server.Kill();
            await server.StartAsync();
        }

        var ended = await server.WaitAsync(operation, TimeSpan.FromMinutes(3));
        Assert.True(ended.State == OperationState.Succeeded, $"{ended.Phase}: {ended.Error}");
    }

    /// <summary>Opens the dead server's simulated Azure and looks at what is there.</summary>
    private static async Task AssertSoundAsync(string azureFolder, int seed)
    {
        var clock = new VirtualClock(SimulatedAzure.LastKnownTime(azureFolder)!.Value);
        await using var azure = await SimulatedAzure.StartAsync(new SimulatorOptions
        {
            DataFolder = azureFolder,
            Time = clock,
            Dispatcher = new DeterministicDispatcher(),
            Randomness = new SeededRandomness(seed),
        });
        var counts = azure.Resources.All.GroupBy(static r => r.Type[(r.Type.IndexOf('/') + 1)..].ToLowerInvariant()).ToDictionary(static g => g.Key, static g => g.Count());

        Assert.Equal(1, counts["virtualmachines"]);
        Assert.Equal(1, counts["virtualmachinescalesets"]);
        Assert.Equal(1, counts["networkinterfaces"]);
        var loadBalancer = azure.Resources.All.Single(static r => r.Type.EndsWith("/loadBalancers", StringComparison.OrdinalIgnoreCase));
        Assert.Single(azure.Resources.Get(loadBalancer.Id)!["properties"]!["inboundNatRules"]!.AsArray());
        Assert.Equal(2, counts["publicipaddresses"]);
        Assert.Equal(2, counts["disks"]);
        Assert.Empty(azure.Machines.Violations);
        var nodes = azure.Machines.Clusters.All.Single().Nodes;
        Assert.Equal(1 + Workers, nodes.Count);
        Assert.All(nodes, static n => Assert.Equal((true, "v1.31.1"), (n.Ready, n.KubeletVersion)));
    }
}
