using Orchestrator.Contracts.Errors;

namespace Orchestrator.Functions.Walking;

/// <summary>How often one step's transient errors are met with another try, by category, and how long to wait before each.</summary>
internal sealed class RetryBudget
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    private int _failures;

    /// <summary>The delay before the next try; null when the error stands.</summary>
    public TimeSpan? Next(OrchestratorError error)
    {
        if (error.Retry != RetryClass.Transient || ++_failures > Limit(error.Category))
        {
            return null;
        }

        if (error.RetryAfterSeconds is { } seconds)
        {
            return TimeSpan.FromSeconds(Math.Max(1, seconds));
        }

        var backoff = First * Math.Pow(2, Math.Min(_failures - 1, 10));
        return backoff < Longest ? backoff : Longest;
    }

    /// <summary>Being told to wait is no failure; capacity may come back within half an hour; what Azure breaks twice more it keeps breaking.</summary>
    private static int Limit(ErrorCategory category) => category switch
    {
        ErrorCategory.RateLimited or ErrorCategory.Conflict => 100,
        ErrorCategory.CapacityDepleted => 15,
        ErrorCategory.Dependency => 12,
        _ => 5,
    };
}
