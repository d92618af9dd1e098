namespace Orchestrator.Contracts.Errors;

/// <summary>An error as data: it survives serialization, history and restarts.</summary>
public sealed record OrchestratorError
{
    public required string Code { get; init; }

    public required ErrorCategory Category { get; init; }

    public required RetryClass Retry { get; init; }

    /// <summary>What happened, for this resource, now.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it.</summary>
    public required string Action { get; init; }

    /// <summary>The ARM id, field or document that it is about.</summary>
    public string? Target { get; init; }

    /// <summary>Seconds that the other side asked us to wait.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>HTTP status and <c>error.code</c> of ARM, when ARM said it.</summary>
    public int? HttpStatus { get; init; }

    public string? AzureCode { get; init; }

    /// <summary>ARM's correlation id, to find the call in the activity log.</summary>
    public string? CorrelationId { get; init; }
}
