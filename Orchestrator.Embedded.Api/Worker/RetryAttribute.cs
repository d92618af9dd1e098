namespace Microsoft.Azure.Functions.Worker;

/// <summary>How often a failed execution is repeated.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class RetryAttribute : Attribute
{
    public RetryAttribute()
    {
    }

    /// <summary>Repetitions after the first execution; -1 for no limit.</summary>
    public int MaxRetryCount { get; set; }
}
