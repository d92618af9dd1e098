using Orchestrator.Embedded.Api.Internal;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Repeats a failed execution after growing delays ("HH:mm:ss").</summary>
public sealed class ExponentialBackoffRetryAttribute : RetryAttribute
{
    /// <exception cref="ArgumentException">An interval is no time span or below zero, or the minimum is above the maximum.</exception>
    public ExponentialBackoffRetryAttribute(int maxRetryCount, string minimumInterval, string maximumInterval)
    {
        var minimum = RetryInterval.Check(minimumInterval, nameof(minimumInterval));
        if (minimum > RetryInterval.Check(maximumInterval, nameof(maximumInterval)))
        {
            throw new ArgumentException($"The minimum interval {minimumInterval} is above the maximum interval {maximumInterval}.", nameof(minimumInterval));
        }

        MaxRetryCount = maxRetryCount;
        MinimumInterval = minimumInterval;
        MaximumInterval = maximumInterval;
    }

    public string MinimumInterval { get; }

    public string MaximumInterval { get; }
}
