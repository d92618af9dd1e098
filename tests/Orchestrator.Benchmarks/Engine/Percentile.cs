namespace Orchestrator.Benchmarks.Engine;

internal static class Percentile
{
    /// <summary>The smallest sample that at least <paramref name="percent"/> percent of the samples do not exceed.</summary>
    public static double Of(IEnumerable<double> samples, int percent)
    {
        var sorted = samples.Order().ToList();
        return sorted[Math.Max(0, (int)Math.Ceiling(sorted.Count * percent / 100.0) - 1)];
    }
}
