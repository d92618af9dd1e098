using Orchestrator.Determinism.Chance;

namespace Orchestrator.Embedded.Hosting.Queues;

/// <summary>The waits between polls that find nothing: doubling, with a fifth of chance either way so that many hosts spread.</summary>
internal static class PollingDelay
{
    private const int MostDoublings = 30;

    /// <param name="misses">How many polls in a row have found nothing, at least one.</param>
    public static TimeSpan After(int misses, TimeSpan maximum, Randomness randomness)
    {
        var delay = QueueSettings.MinPollingInterval * (Math.Pow(2, Math.Min(misses - 1, MostDoublings)) * (0.8 + (0.4 * randomness.NextDouble())));
        return delay < QueueSettings.MinPollingInterval ? QueueSettings.MinPollingInterval : delay > maximum ? maximum : delay;
    }
}
