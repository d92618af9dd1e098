using System.Diagnostics;
using System.Net;
using Orchestrator.Benchmarks.Azure;
using Orchestrator.Contracts.Messages;
using Orchestrator.Determinism.Time;
using Orchestrator.EndToEnd;
using Samples = Orchestrator.EndToEnd.Manifests;

namespace Orchestrator.Benchmarks.Fleet;

/// <summary>Creates clusters of five machines at once, in this process, and measures it.</summary>
internal static class FleetRun
{
    public const string Verb = "fleet-run";
    public const int Machines = 5;

    /// <summary>A subscription has a quota of cores and addresses, and a budget of requests.</summary>
    public const int ClustersPerSubscription = 50;

    /// <summary>A request takes four MiB.</summary>
    private const int ClustersPerRequest = 50;

    /// <summary>Are made and forgotten first: what the compiler costs is the same for any number of clusters.</summary>
    private const int Before = 3;

    private static readonly TimeProvider Clock = SystemTime.Provider;

    public static async Task<FleetFigures> MeasureAsync(int count)
    {
        using var calls = new CallMeter();
        await CreateAsync(Before, calls);
        return await CreateAsync(count, calls);
    }

    private static async Task<FleetFigures> CreateAsync(int count, CallMeter calls)
    {
        var folder = Directory.CreateTempSubdirectory("orchestrator-benchmark-").FullName;
        try
        {
            var subscriptions = Enumerable.Range(0, (count + ClustersPerSubscription - 1) / ClustersPerSubscription).Select(static i => $"00000000-0000-0000-0001-{i:D12}").ToList();
            await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 1, DataFolder = folder, Subscriptions = subscriptions });
            return await CreateAsync(count, calls, harness, subscriptions);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<FleetFigures> CreateAsync(int count, CallMeter calls, ClusterHarness harness, List<string> subscriptions)
    {
        var idle = GC.GetTotalMemory(forceFullCollection: true);
        var (before, started, processor, since) = (calls.Take(), Clock.GetTimestamp(), Environment.CpuUsage.TotalTime, harness.Clock.GetUtcNow());
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

        var made = calls.Since(before);
        return new FleetFigures(
            count, Clock.GetElapsedTime(started), Environment.CpuUsage.TotalTime - processor, harness.Clock.GetUtcNow() - since, made.Total, made.Refused, made.Withheld,
            GC.GetTotalMemory(forceFullCollection: true) - idle, Process.GetCurrentProcess().PeakWorkingSet64);
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
}
