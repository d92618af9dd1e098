namespace Orchestrator.Contracts.Errors;

/// <summary>One problem of an input: where it is, what is wrong, what to write instead.</summary>
public sealed record Diagnostic
{
    public required string Code { get; init; }

    public DiagnosticSeverity Severity { get; init; } = DiagnosticSeverity.Error;

    public required string Message { get; init; }

    /// <summary>What to write instead.</summary>
    public required string Action { get; init; }

    public string? File { get; init; }

    /// <summary>Number of the document in the file, from 1.</summary>
    public int? Document { get; init; }

    /// <summary>Line and column in the file, from 1.</summary>
    public int? Line { get; init; }

    public int? Column { get; init; }

    /// <summary>JSON path inside the document, such as <c>$.spec.networkSpec.subnets[1].cidrBlocks[0]</c>.</summary>
    public string? Path { get; init; }
}
