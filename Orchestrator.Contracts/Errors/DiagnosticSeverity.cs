namespace Orchestrator.Contracts.Errors;

public enum DiagnosticSeverity
{
    Error,

    /// <summary>Said to the user; stops nothing.</summary>
    Warning,
}
