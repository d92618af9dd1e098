using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Determinism.Time;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>Many threads at once: requests, ends of operations, events and machines lock each other's doors in one order only.</summary>
public sealed class ConcurrencyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("simulated-azure").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Timeout = 60_000)]
    public async Task RequestsEventsAndMachines_NeverWaitForEachOther()
    {
        var clock = new VirtualClock(AzureTestBed.Start);
        var events = 0;
        await using var azure = await SimulatedAzure.StartAsync(new SimulatorOptions { DataFolder = _folder, Time = clock, Dispatcher = new ThreadPoolDispatcher(clock), Randomness = new SeededRandomness(1), Throttling = false });
        azure.Events.Subscribe(_ =>
        {
            Interlocked.Increment(ref events);
            return Task.CompletedTask;
        });
        azure.Resources.Seed($"{AzureTestBed.Network}/virtualNetworks/vnet", "Microsoft.Network/virtualNetworks", """{"properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/8"]},"subnets":[{"name":"nodes","properties":{"addressPrefix":"10.0.0.0/16"}}]}}""");
        using var pacer = new ClockPacer(clock, double.PositiveInfinity);
        using var client = new HttpClient(azure.CreateArmHandler());
        client.DefaultRequestHeaders.Authorization = new("Bearer", "any");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => WorkAsync(client, clock, worker)));
        while (azure.Events.PendingCount > 0 || azure.Resources.Journal.Any(static entry => entry.Ended is null))
        {
            await Task.Delay(TimeSpan.FromSeconds(1), clock);
        }

        // Off the clock's thread: it cannot wait for its own end.
        await Task.Yield();
        Assert.Equal(azure.Resources.Journal.Count, events);
        Assert.Equal(8 * 5, azure.Resources.All.Count(static entry => entry.Type == "Microsoft.Compute/virtualMachines"));
    }

    private static async Task WorkAsync(HttpClient client, VirtualClock clock, int worker)
    {
        await Task.Yield();
        for (var i = 0; i < 5; i++)
        {
            var card = $"{AzureTestBed.Network}/networkInterfaces/nic-{worker}-{i}";
            await PutAsync(client, clock, card, ArmBodies.Interface($"{AzureTestBed.Network}/virtualNetworks/vnet/subnets/nodes"));
            await PutAsync(client, clock, $"{AzureTestBed.Compute}/virtualMachines/vm-{worker}-{i}", ArmBodies.Machine(card, name: $"vm-{worker}-{i}"));
        }
    }

    /// <summary>Repeats while what the body refers to is not ready.</summary>
    private static async Task PutAsync(HttpClient client, VirtualClock clock, string path, System.Text.Json.Nodes.JsonObject body)
    {
        while (true)
        {
            using var content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
            using var answer = await client.PutAsync(new Uri($"https://management.azure.com{path}?api-version={ArmBodies.ApiVersionOf(path)}"), content);
            if (answer.IsSuccessStatusCode)
            {
                return;
            }

            Assert.Equal(429, (int)answer.StatusCode);
            await Task.Delay(TimeSpan.FromSeconds(1), clock);
        }
    }
}
