using System.Globalization;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.EndToEnd;
using Spectre.Console;

namespace Orchestrator.Benchmarks.Azure;

/// <summary>What the life of an AKS cluster of five pools costs in ARM calls, and how much of its time is not Azure's.</summary>
internal sealed class AksBenchmark(IAnsiConsole console)
{
    public async Task RunAsync()
    {
        console.WriteLine("An AKS cluster of five pools, on simulated Azure and virtual time");
        using var calls = new CallMeter();
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 1 });
        List<(CallPhase Phase, TimeSpan Azure)> phases =
        [
            await MeasureAsync("create", harness, calls, async () => await harness.ApplyAndWaitAsync(Manifest("v1.30.2"))),
            await MeasureAsync("no-change plan", harness, calls, () => PlanAsync(harness)),
            await MeasureAsync("upgrade over two minors", harness, calls, async () => await harness.ApplyAndWaitAsync(Manifest("v1.32.3"))),
            await MeasureAsync("delete", harness, calls, async () => await harness.DeleteAndWaitAsync("aks1")),
        ];
        Print(phases);
    }

    private static async Task<OperationStatus?> PlanAsync(ClusterHarness harness)
    {
        await harness.GetAsync<object>("/api/clusters/default/aks1/plan");
        return null;
    }

    private static ApplyRequest Manifest(string version)
    {
        var more = string.Concat(Enumerable.Range(1, 3).Select(static i => $"  - {{ name: more{i}, mode: User, vmSize: Standard_D2s_v3, count: 2 }}\n"));
        return AksManifests.Sample(version, ("  maintenance:\n", $"{more}  maintenance:\n"));
    }

    private static async Task<(CallPhase Phase, TimeSpan Azure)> MeasureAsync(string name, ClusterHarness harness, CallMeter calls, Func<Task<OperationStatus?>> run)
    {
        var since = harness.Clock.GetUtcNow();
        var phase = await CallPhase.MeasureAsync(name, harness, calls, run);
        return (phase, AtWork(harness, since, harness.Clock.GetUtcNow()));
    }

    /// <summary>The time in which Azure worked on anything: as Azure takes one change of a cluster at a time, no order of ours makes it shorter.</summary>
    private static TimeSpan AtWork(ClusterHarness harness, DateTimeOffset since, DateTimeOffset until)
    {
        var (sum, covered) = (TimeSpan.Zero, since);
        foreach (var entry in harness.Azure.Resources.Journal.Where(e => e.Started >= since && e.Started <= until).OrderBy(static e => e.Started))
        {
            var end = entry.Ended is { } ended && ended < until ? ended : until;
            var begin = entry.Started > covered ? entry.Started : covered;
            if (end > begin)
            {
                sum += end - begin;
                covered = end;
            }
        }

        return sum;
    }

    private void Print(IEnumerable<(CallPhase Phase, TimeSpan Azure)> phases)
    {
        var table = new Table().AddColumns("", "GET", "LIST", "POST", "PUT", "DELETE", "refused (429)", "in all", "took", "critical path", "took ÷ critical path", "Azure at work", "wall");
        foreach (var (phase, azure) in phases)
        {
            table.AddRow(
            [
                phase.Name, .. new[] { "GET", "LIST", "POST", "PUT", "DELETE" }.Select(verb => Text(phase.Calls.Of(verb))), Text(phase.Calls.Refused), Text(phase.Calls.Total),
                $"{phase.Virtual:hh\\:mm\\:ss}", phase.CriticalPathText, phase.Ratio, $"{azure:hh\\:mm\\:ss}",
                $"{phase.Wall.TotalSeconds.ToString("N1", CultureInfo.InvariantCulture)} s",
            ]);
        }

        console.Write(table);
    }

    private static string Text(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
