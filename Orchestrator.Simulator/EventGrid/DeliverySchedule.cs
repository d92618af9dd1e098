namespace Orchestrator.Simulator.EventGrid;

/// <summary>When a failed delivery is tried again: Event Grid's published schedule.</summary>
internal static class DeliverySchedule
{
    public const int MaxAttempts = 30;
    public static readonly TimeSpan TimeToLive = TimeSpan.FromHours(24);
    private static readonly int[] Seconds = [10, 30, 60, 300, 600, 1800, 3600];

    /// <param name="attempts">How often delivery was tried, from 1.</param>
    /// <param name="status">The answer; 0 when none came.</param>
    public static TimeSpan DelayAfter(int attempts, int status)
    {
        var regular = TimeSpan.FromSeconds(Seconds[Math.Min(attempts, Seconds.Length) - 1]);
        var least = status switch
        {
            400 or 401 or 403 or 404 => TimeSpan.FromMinutes(5),
            408 => TimeSpan.FromMinutes(2),
            503 => TimeSpan.FromSeconds(30),
            _ => TimeSpan.Zero,
        };
        return regular > least ? regular : least;
    }
}
