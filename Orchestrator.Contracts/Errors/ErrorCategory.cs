namespace Orchestrator.Contracts.Errors;

/// <summary>What kind of trouble it is. Orchestrators branch on this and on <see cref="RetryClass"/>, never on a message.</summary>
public enum ErrorCategory
{
    Internal,
    Unauthenticated,
    Unauthorized,
    QuotaExceeded,
    RateLimited,
    Dependency,
    CapacityDepleted,
    Configuration,
    Conflict,
    NotFound,
    Timeout,
}
