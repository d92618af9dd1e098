namespace Orchestrator.Contracts.Errors;

/// <summary>One entry of the catalogue: <c>Summary</c> says what happened, <c>Action</c> what to do; both are one sentence.</summary>
public sealed record ErrorDefinition(string Code, string Name, ErrorCategory Category, RetryClass Retry, string Summary, string Action)
{
    /// <summary>An error of this kind. <paramref name="message"/> names the case at hand; without it the summary speaks.</summary>
    public OrchestratorError With(string? message = null, string? target = null, string? action = null) => new()
    {
        Code = Code,
        Category = Category,
        Retry = Retry,
        Message = message ?? Summary,
        Action = action ?? Action,
        Target = target,
    };
}
