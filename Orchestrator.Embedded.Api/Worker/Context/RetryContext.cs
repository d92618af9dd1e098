namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which repetition of a failed execution this is.</summary>
public abstract class RetryContext
{
    public abstract int RetryCount { get; }

    public abstract int MaxRetryCount { get; }
}
