using Orchestrator.Contracts.Errors;

namespace Orchestrator.Cli.Api;

/// <summary>RFC 9457 problem details as the server writes them; <c>errors</c> holds the diagnostics of a manifest.</summary>
public sealed record ServerProblem
{
    public string? Title { get; init; }

    public string? Detail { get; init; }

    /// <summary>Code of the error catalogue.</summary>
    public string? Code { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Action { get; init; }

    public IReadOnlyList<Diagnostic> Errors { get; init; } = [];
}
