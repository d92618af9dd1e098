using Orchestrator.Contracts.Errors;

namespace Orchestrator.Functions.Http;

/// <summary>Problem details as this API writes them.</summary>
internal sealed record ProblemBody
{
    public required string Type { get; init; }

    public required string Title { get; init; }

    public required int Status { get; init; }

    public string? Detail { get; init; }

    public string? Code { get; init; }

    /// <summary>Finds the request in the app's log.</summary>
    public string? CorrelationId { get; init; }

    public IReadOnlyList<Diagnostic> Errors { get; init; } = [];
}
