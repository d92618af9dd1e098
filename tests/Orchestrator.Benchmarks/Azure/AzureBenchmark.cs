using System.Globalization;
using Orchestrator.Contracts.Operations;
using Orchestrator.EndToEnd;
using Spectre.Console;
using Samples = Orchestrator.EndToEnd.Manifests;

namespace Orchestrator.Benchmarks.Azure;

/// <summary>What a cluster's life costs in ARM calls, and what simulated Azure costs with many resources.</summary>
internal sealed class AzureBenchmark(IAnsiConsole console)
{
    private const int ControlPlanes = 3;
    private const int Workers = 100;

    public async Task RunAsync(bool byType)
    {
        console.WriteLine($"A cluster of {ControlPlanes} control-plane machines and {Workers} workers in one pool, on simulated Azure and virtual time");
        await CallsAsync(byType);
        console.WriteLine();
        foreach (var count in new[] { 2_000, 20_000 })
        {
            await new SimulatorBenchmark(console).RunAsync(count);
        }
    }

    private async Task CallsAsync(bool byType)
    {
        using var calls = new CallMeter();
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 1 });
        var phases = new List<CallPhase>
        {
            await CallPhase.MeasureAsync("create", harness, calls, async () => await harness.ApplyAndWaitAsync(Samples.Sample(controlPlanes: ControlPlanes, workers: Workers))),
            await CallPhase.MeasureAsync("no-change plan", harness, calls, () => PlanAsync(harness)),
            await CallPhase.MeasureAsync("roll to the next minor", harness, calls, async () => await harness.ApplyAndWaitAsync(Samples.Sample("v1.31.1", ControlPlanes, Workers)), hasPath: false),
            await CallPhase.MeasureAsync("delete", harness, calls, async () => await harness.DeleteAndWaitAsync()),
        };
        Print(phases);
        if (byType)
        {
            PrintByType(phases);
        }
    }

    private static async Task<OperationStatus?> PlanAsync(ClusterHarness harness)
    {
        await harness.GetAsync<object>("/api/clusters/default/c1/plan");
        return null;
    }

    private void Print(IReadOnlyList<CallPhase> phases)
    {
        var table = new Table().AddColumns("", "GET", "LIST", "POST", "PUT", "DELETE", "refused (429)", "withheld", "in all", "took", "critical path", "took ÷ critical path", "wall", "CAPZ");
        foreach (var phase in phases)
        {
            table.AddRow(
            [
                phase.Name, .. new[] { "GET", "LIST", "POST", "PUT", "DELETE" }.Select(verb => Text(phase.Calls.Of(verb))),
                Text(phase.Calls.Refused), Text(phase.Calls.Withheld), Text(phase.Calls.Total),
                $"{phase.Virtual:hh\\:mm\\:ss}", phase.CriticalPathText, phase.Ratio, $"{phase.Wall.TotalSeconds.ToString("N1", CultureInfo.InvariantCulture)} s",
                phase.Name == "no-change plan" ? "424 GET for each reconcile" : "no figure known",
            ]);
        }

        console.Write(table);
        console.WriteLine("A roll has no critical path: how many machines may be replaced at once decides how long it takes.");
        var hourly = 6 * phases[1].Calls.Total;
        console.WriteLine($"An idle hour, looked at every 10 minutes: {hourly} calls; CAPZ 2,544 GET with 100 worker VMs, about 624 with a pool of 100 (derived from its code, reference/capz.md §4).");
    }

    private void PrintByType(IEnumerable<CallPhase> phases)
    {
        foreach (var phase in phases)
        {
            console.WriteLine($"{phase.Name}:");
            foreach (var (key, count) in phase.Calls.Counts.OrderByDescending(static c => c.Value))
            {
                console.WriteLine($"  {Text(count),6} {key.Verb,-6} {key.Type}");
            }
        }
    }

    private static string Text(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
