using System.Diagnostics;
using System.Globalization;
using System.Net;
using Orchestrator.Benchmarks.Azure;
using Orchestrator.Contracts.Messages;
using Orchestrator.Determinism.Time;
using Orchestrator.EndToEnd;
using Spectre.Console;
using Samples = Orchestrator.EndToEnd.Manifests;

namespace Orchestrator.Benchmarks.Fleet;

/// <summary>Clusters of five machines each, all created at once, on the embedded host with simulated Azure: what each costs, and how that grows.</summary>
internal sealed class FleetBenchmark(IAnsiConsole console)
{
    private const int Machines = 5;

    /// <summary>A subscription has a quota of cores and addresses, and a budget of requests.</summary>
    private const int ClustersPerSubscription = 50;

    /// <summary>A request takes four MiB.</summary>
    private const int ClustersPerRequest = 50;

    private static readonly TimeProvider Clock = SystemTime.Provider;

    public async Task RunAsync(IReadOnlyList<int> counts)
    {
        console.WriteLine($"Clusters of {Machines} machines, {ClustersPerSubscription} in a subscription, created at once on virtual time and one thread, with simulated Azure in the same process");
        var table = new Table().AddColumns("clusters", "wall", "wall a cluster", "Azure's time", "ARM calls", "calls a cluster", "refused (429)", "withheld", "working set", "managed heap", "heap a cluster");
        foreach (var count in counts)
        {
            table.AddRow(await MeasureAsync(count));
        }

        console.Write(table);
    }

    private static async Task<string[]> MeasureAsync(int count)
    {
        using var calls = new CallMeter();
        var subscriptions = Enumerable.Range(0, (count + ClustersPerSubscription - 1) / ClustersPerSubscription).Select(static i => $"00000000-0000-0000-0001-{i:D12}").ToList();
        var idle = GC.GetTotalMemory(forceFullCollection: true);
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 1, Subscriptions = subscriptions });
        var (before, started, since) = (calls.Take(), Clock.GetTimestamp(), harness.Clock.GetUtcNow());
        var operations = new List<string>();
        for (var first = 0; first < count; first += ClustersPerRequest)
        {
            var accepted = await harness.ApplyAsync(Manifest(first, Math.Min(ClustersPerRequest, count - first), subscriptions), HttpStatusCode.Accepted);
            operations.AddRange(accepted.Clusters.Select(static c => c.OperationId!));
        }

        foreach (var operation in operations)
        {
            await harness.SucceedAsync(operation);
        }

        var (wall, taken, made) = (Clock.GetElapsedTime(started), harness.Clock.GetUtcNow() - since, calls.Since(before));
        var workingSet = Process.GetCurrentProcess().PeakWorkingSet64;
        var heap = GC.GetTotalMemory(forceFullCollection: true) - idle;
        return
        [
            Text(count), $"{Text(wall.TotalSeconds)} s", $"{Text(wall.TotalMilliseconds / count)} ms", $"{taken:hh\\:mm\\:ss}", Text(made.Total), Text((double)made.Total / count),
            Text(made.Refused), Text(made.Withheld), $"{Text(workingSet >> 20)} MiB", $"{Text(heap >> 20)} MiB", $"{Text((double)heap / count / 1024)} KiB",
        ];
    }

    private static ApplyRequest Manifest(int first, int count, List<string> subscriptions)
    {
        var sample = Samples.Sample(workers: Machines - 1);
        var content = sample.Files.Single().Content;
        return sample with
        {
            Files =
            [
                .. Enumerable.Range(first, count).Select(i => new ManifestFile($"f{i}.yaml", content
                    .Replace("${CLUSTER_NAME:=demo}", $"f{i}", StringComparison.Ordinal)
                    .Replace("${AZURE_SUBSCRIPTION_ID:=00000000-0000-0000-0000-000000000000}", subscriptions[i / ClustersPerSubscription], StringComparison.Ordinal))),
            ],
        };
    }

    private static string Text(double number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
