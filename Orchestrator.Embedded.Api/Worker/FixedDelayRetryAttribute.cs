using Orchestrator.Embedded.Api.Internal;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Repeats a failed execution after a fixed delay ("HH:mm:ss").</summary>
public sealed class FixedDelayRetryAttribute : RetryAttribute
{
    /// <exception cref="ArgumentOutOfRangeException">The delay is no time span, or below zero.</exception>
    public FixedDelayRetryAttribute(int maxRetryCount, string delayInterval)
    {
        RetryInterval.Check(delayInterval, nameof(delayInterval));
        MaxRetryCount = maxRetryCount;
        DelayInterval = delayInterval;
    }

    public string DelayInterval { get; }
}
