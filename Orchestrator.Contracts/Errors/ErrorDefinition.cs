namespace Orchestrator.Contracts.Errors;

/// <summary>One entry of the catalogue. Only <see cref="ErrorCatalog"/> makes them: the list is closed.</summary>
public sealed record ErrorDefinition
{
    internal ErrorDefinition(string code, string name, ErrorCategory category, RetryClass retry, string summary, string action) =>
        (Code, Name, Category, Retry, Summary, Action) = (code, name, category, retry, summary, action);

    public string Code { get; }

    public string Name { get; }

    public ErrorCategory Category { get; }

    public RetryClass Retry { get; }

    /// <summary>What happened, in one sentence.</summary>
    public string Summary { get; }

    /// <summary>What to do, in one sentence.</summary>
    public string Action { get; }

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
