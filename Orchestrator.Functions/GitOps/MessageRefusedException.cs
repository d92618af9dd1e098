using Orchestrator.Contracts.Errors;

namespace Orchestrator.Functions.GitOps;

/// <summary>A message that will never be carried out, however often it is tried.</summary>
public sealed class MessageRefusedException(OrchestratorError error, IReadOnlyList<Diagnostic>? diagnostics = null) : Exception(error.Message)
{
    public OrchestratorError Error { get; } = error;

    public IReadOnlyList<Diagnostic> Diagnostics { get; } = diagnostics ?? [];

    /// <exception cref="MessageRefusedException">There is an error among the diagnostics.</exception>
    public static void ThrowIfInvalid(IReadOnlyList<Diagnostic> diagnostics)
    {
        if (diagnostics.FirstOrDefault(static d => d.Severity == DiagnosticSeverity.Error) is { } first)
        {
            var count = diagnostics.Count(static d => d.Severity == DiagnosticSeverity.Error);
            var place = first.File is null ? string.Empty : first.Line is null ? $"{first.File}: " : $"{first.File}:{first.Line}: ";
            var message = $"The manifest has {count} error(s); nothing was changed. The first: {place}{first.Message}";
            throw new MessageRefusedException(ErrorCatalog.InvalidManifest.With(message, first.Path, first.Action), diagnostics);
        }
    }
}
