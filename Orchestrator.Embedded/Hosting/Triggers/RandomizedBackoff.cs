using Orchestrator.Determinism.Chance;

namespace Orchestrator.Embedded.Hosting.Triggers;

/// <summary>
/// The growing waits of the Functions host: the minimum, then the minimum and 1, 2, 4, ... times as much again, give or take a fifth by chance so that
/// many hosts spread, up to the maximum.
/// </summary>
internal static class RandomizedBackoff
{
    private const int MostDoublings = 30;

    /// <param name="failures">How many tries in a row have failed, at least one.</param>
    /// <param name="minimum">The first wait.</param>
    /// <param name="maximum">The longest wait.</param>
    /// <param name="randomness">Decides on the fifth.</param>
    public static TimeSpan After(int failures, TimeSpan minimum, TimeSpan maximum, Randomness randomness)
    {
        var growth = failures == 1 ? 0 : Math.Pow(2, Math.Min(failures - 2, MostDoublings)) * (0.8 + (0.4 * randomness.NextDouble()));
        return minimum * (1 + growth) is var delay && delay < maximum ? delay : maximum;
    }
}
