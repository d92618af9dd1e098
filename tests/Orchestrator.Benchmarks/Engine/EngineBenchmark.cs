using Microsoft.DurableTask.Client;
using Orchestrator.Determinism.Time;
using Spectre.Console;

namespace Orchestrator.Benchmarks.Engine;

/// <summary>The engine's figures, each with the disk's flush latency measured just before it.</summary>
internal sealed class EngineBenchmark(IAnsiConsole console, string folder, string only)
{
    private static readonly TimeProvider Clock = SystemTime.Provider;
    private FlushLatency _flush = new(0, 0);

    public async Task RunAsync()
    {
        console.WriteLine($"{Environment.ProcessorCount} processors, {folder}, every acknowledged event flushed");
        await ThroughputAsync("500 at a time, while the code is still being compiled", 500, 5_000);
        await ThroughputAsync("500 at a time", 500, 30_000);
        await ThroughputAsync("10,000 at a time", 10_000, 30_000);
        await LatencyAsync();
        await MemoryAsync(10_000);
        await ResumeAsync(9_100);
        await ReplayAsync(50);
        await ReplayAsync(100);
    }

    private async Task ThroughputAsync(string title, int concurrent, int total)
    {
        await WithDatabaseAsync("throughput", async database =>
        {
            await using var session = await EngineSession.OpenAsync(database);
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var paused = GC.GetTotalPauseDuration();
            var processor = Environment.CpuUsage.TotalTime;
            var start = Clock.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, concurrent).Select(async _ =>
            {
                for (var i = 0; i < total / concurrent; i++)
                {
                    await session.RunAsync("Sequence", 5);
                }
            }));
            var elapsed = Clock.GetElapsedTime(start);
            var perOrchestration = (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / total;
            var kilobytes = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / 1000.0 / total;
            var pauses = GC.GetTotalPauseDuration() - paused;
            Print(
                $"5 activities in sequence, {title}",
                $"{total / elapsed.TotalSeconds:N0} orchestrations/s ({total:N0} in {elapsed.TotalSeconds:N2} s, {perOrchestration:N0} µs of processor "
                + $"and {kilobytes:N1} KB allocated each, paused for collection {pauses.TotalMilliseconds:N0} ms)");
        });
    }

    private async Task LatencyAsync()
    {
        await WithDatabaseAsync("latency", async database =>
        {
            await using var session = await EngineSession.OpenAsync(database);
            var samples = new List<double>();
            for (var i = 0; i < 300; i++)
            {
                var start = Clock.GetTimestamp();
                await session.RunAsync("Sequence", 3);
                samples.Add(Clock.GetElapsedTime(start).TotalMilliseconds);
            }

            Print("3 durable steps end to end, alone", $"p50 {Percentile.Of(samples, 50):N2} ms, p99 {Percentile.Of(samples, 99):N2} ms");
        });
    }

    private async Task MemoryAsync(int instances)
    {
        await WithDatabaseAsync("memory", async database =>
        {
            await using var session = await EngineSession.OpenAsync(database);
            await session.RunAsync("Sequence", 5);
            var (heap, resident) = Memory();
            var ids = await session.StartWaitingAsync(instances);
            var (heapAfter, residentAfter) = Memory();
            Print(
                $"memory of {ids.Count:N0} waiting orchestrations",
                $"{(heapAfter - heap) / 1e6:N1} MB of managed heap, {(residentAfter - resident) / 1e6:N1} MB resident");
        });

        static (long Heap, long Resident) Memory()
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            return (GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);
        }
    }

    private async Task ResumeAsync(int instances)
    {
        await WithDatabaseAsync("resume", async database =>
        {
            await KilledProcess.RunAsync(database, instances);
            var start = Clock.GetTimestamp();
            await using var session = await EngineSession.OpenAsync(database);
            var opened = Clock.GetElapsedTime(start);
            var id = (await session.Client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: 1)).AsPages().FirstPageAsync()).Values[0].InstanceId;
            await session.Client.RaiseEventAsync(id, "Go", "on");
            await session.Client.WaitForInstanceCompletionAsync(id);
            var resumed = Clock.GetElapsedTime(start);
            var events = instances * (session.Engine.ReadHistory((await session.Client.GetAllInstancesAsync(new OrchestrationQuery(
                PageSize: 1, Statuses: [OrchestrationRuntimeStatus.Running])).AsPages().FirstPageAsync()).Values[0].InstanceId).Count);
            Print(
                $"after a kill with {events:N0} events in {instances:N0} instances",
                $"open {opened.TotalMilliseconds:N0} ms, first orchestration resumed and done {resumed.TotalMilliseconds:N0} ms");
        });
    }

    private async Task ReplayAsync(int rounds)
    {
        await WithDatabaseAsync("replay", async database =>
        {
            string id;
            await using (var before = await EngineSession.OpenAsync(database))
            {
                id = await before.Client.ScheduleNewOrchestrationInstanceAsync("Rounds", rounds);
                while (before.Engine.ReadHistory(id).Count(item => item.TaskScheduledId is not null) < rounds * 50)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(100), Clock);
                }
            }

            await using var session = await EngineSession.OpenAsync(database);
            var events = session.Engine.ReadHistory(id).Count;
            var start = Clock.GetTimestamp();
            await session.Client.RaiseEventAsync(id, "Go", "on");
            await session.Client.WaitForInstanceCompletionAsync(id);
            var elapsed = Clock.GetElapsedTime(start).TotalMilliseconds;
            Print($"replay of {events:N0} events", $"{elapsed:N1} ms, {elapsed * 1000 / events:N1} µs an event");
        });
    }

    private async Task WithDatabaseAsync(string kind, Func<string, Task> measure)
    {
        if (!kind.StartsWith(only, StringComparison.Ordinal))
        {
            return;
        }

        var data = Directory.CreateDirectory(Path.Combine(folder, $"orchestrator-benchmark-{Environment.ProcessId}"));
        try
        {
            _flush = FlushLatency.Measure(data.FullName);
            await measure(Path.Combine(data.FullName, "engine.db"));
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private void Print(string what, string figure) => console.WriteLine(
        $"{what}: {figure}; fsync of 512 B p50 {_flush.P50Milliseconds:N2} ms, p99 {_flush.P99Milliseconds:N2} ms");
}
