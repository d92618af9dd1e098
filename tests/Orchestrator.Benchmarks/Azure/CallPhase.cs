using System.Globalization;
using Orchestrator.Cli.Demo;
using Orchestrator.Contracts.Operations;
using Orchestrator.Determinism.Time;
using Orchestrator.EndToEnd;

namespace Orchestrator.Benchmarks.Azure;

/// <summary>A part of a cluster's life, what it asked of ARM, and how long it took in Azure's time and in ours.</summary>
/// <param name="CriticalPath">The longest path over the operation's steps, each as long as Azure or the machine needed; null where none was asked for.</param>
internal sealed record CallPhase(string Name, CallCounts Calls, TimeSpan Virtual, TimeSpan? CriticalPath, TimeSpan Wall)
{
    private static readonly TimeProvider Clock = SystemTime.Provider;

    /// <summary>How many times as long it took as it had to.</summary>
    public string Ratio => CriticalPath > TimeSpan.Zero ? (Virtual / CriticalPath.Value).ToString("N3", CultureInfo.InvariantCulture) : "–";

    public string CriticalPathText => CriticalPath is { } path ? $"{path:hh\\:mm\\:ss}" : "–";

    public static async Task<CallPhase> MeasureAsync(string name, ClusterHarness harness, CallMeter calls, Func<Task<OperationStatus?>> run, bool hasPath = true)
    {
        var before = calls.Take();
        var (started, since) = (Clock.GetTimestamp(), harness.Clock.GetUtcNow());
        var operation = await run();
        var (took, wall) = (harness.Clock.GetUtcNow() - since, Clock.GetElapsedTime(started));
        var path = operation is null || !hasPath ? null : (TimeSpan?)new DemoMeasurements(harness.Azure).CriticalPathOf(operation);
        return new CallPhase(name, calls.Since(before), took, path, wall);
    }
}
