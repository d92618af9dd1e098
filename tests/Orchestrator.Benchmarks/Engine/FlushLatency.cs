using Orchestrator.Determinism.Time;

namespace Orchestrator.Benchmarks.Engine;

/// <summary>How long the disk takes to flush 512 bytes, now: every durable figure stands and falls with it.</summary>
internal sealed record FlushLatency(double P50Milliseconds, double P99Milliseconds)
{
    private const int Flushes = 100;

    public static FlushLatency Measure(string folder)
    {
        var path = Path.Combine(folder, $"flush-{Environment.ProcessId}");
        var clock = SystemTime.Provider;
        var samples = new List<double>(Flushes);
        try
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            for (var i = 0; i < Flushes; i++)
            {
                var start = clock.GetTimestamp();
                file.Write(new byte[512]);
                file.Flush(flushToDisk: true);
                samples.Add(clock.GetElapsedTime(start).TotalMilliseconds);
            }
        }
        finally
        {
            File.Delete(path);
        }

        return new FlushLatency(Percentile.Of(samples, 50), Percentile.Of(samples, 99));
    }
}
