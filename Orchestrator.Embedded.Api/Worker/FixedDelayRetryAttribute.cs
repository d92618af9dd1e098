namespace Microsoft.Azure.Functions.Worker;

/// <summary>Repeats a failed execution after a fixed delay ("HH:mm:ss").</summary>
public sealed class FixedDelayRetryAttribute : RetryAttribute
{
    public FixedDelayRetryAttribute(int maxRetryCount, string delayInterval)
    {
        MaxRetryCount = maxRetryCount;
        DelayInterval = delayInterval;
    }

    public string DelayInterval { get; }
}
