namespace Microsoft.Azure.Functions.Worker;

/// <summary>Repeats a failed execution after growing delays ("HH:mm:ss").</summary>
public sealed class ExponentialBackoffRetryAttribute : RetryAttribute
{
    public ExponentialBackoffRetryAttribute(int maxRetryCount, string minimumInterval, string maximumInterval)
    {
        MaxRetryCount = maxRetryCount;
        MinimumInterval = minimumInterval;
        MaximumInterval = maximumInterval;
    }

    public string MinimumInterval { get; }

    public string MaximumInterval { get; }
}
