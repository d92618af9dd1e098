namespace Microsoft.DurableTask;

/// <summary>A declarative retry: attempts, back-off and time limit.</summary>
public class RetryPolicy
{
    /// <exception cref="ArgumentOutOfRangeException">A value is not positive, a coefficient is below 1, or a limit is below the first interval.</exception>
    public RetryPolicy(
        int maxNumberOfAttempts,
        TimeSpan firstRetryInterval,
        double backoffCoefficient = 1.0,
        TimeSpan? maxRetryInterval = null,
        TimeSpan? retryTimeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxNumberOfAttempts);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstRetryInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(backoffCoefficient, 1.0);
        if (maxRetryInterval < firstRetryInterval)
        {
            throw new ArgumentOutOfRangeException(nameof(maxRetryInterval), maxRetryInterval, "Must not be less than firstRetryInterval.");
        }

        if (retryTimeout < firstRetryInterval && retryTimeout != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(retryTimeout), retryTimeout, "Must not be less than firstRetryInterval.");
        }

        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval ?? TimeSpan.FromHours(1);
        RetryTimeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
        Handle = static _ => true;
    }

    /// <summary>Attempts in all, the first one included.</summary>
    public int MaxNumberOfAttempts { get; }

    public TimeSpan FirstRetryInterval { get; }

    public double BackoffCoefficient { get; }

    public TimeSpan MaxRetryInterval { get; }

    public TimeSpan RetryTimeout { get; }

    /// <summary>Whether to try again after this exception.</summary>
    public Func<Exception, bool> Handle { get; private init; }

    [Obsolete("This functionality is not implemented. Will be removed in the future. Use TaskOptions.FromRetryHandler or HandleFailure instead.")]
    public Func<Exception, Task<bool>>? HandleAsync { get; set; }

    /// <summary>Whether to try again after this failure.</summary>
    public Func<TaskFailureDetails, bool> HandleFailure
    {
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            Handle = exception => value(exception is TaskFailedException failed
                ? failed.FailureDetails
                : TaskFailureDetails.FromException(exception));
        }
    }
}
