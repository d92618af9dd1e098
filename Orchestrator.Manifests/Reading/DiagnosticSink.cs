using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Reading;

/// <summary>Collects every problem of an input.</summary>
internal sealed class DiagnosticSink
{
    private readonly List<Diagnostic> diagnostics = [];

    public bool HasErrors => diagnostics.Exists(static d => d.Severity == DiagnosticSeverity.Error);

    public void Error(ErrorDefinition definition, SourceLocation? at, string? message = null, string? action = null) =>
        Add(definition, DiagnosticSeverity.Error, at, message, action);

    public void Warning(ErrorDefinition definition, SourceLocation? at, string message, string action) =>
        Add(definition, DiagnosticSeverity.Warning, at, message, action);

    /// <summary>In the order of <paramref name="files"/>, then of lines.</summary>
    public IReadOnlyList<Diagnostic> ToList(IEnumerable<string> files)
    {
        var order = files.Distinct(StringComparer.Ordinal).ToList();
        return
        [
            .. diagnostics.Distinct()
                .OrderBy(d => d.File is null ? -1 : order.IndexOf(d.File))
                .ThenBy(static d => d.Line ?? 0).ThenBy(static d => d.Column ?? 0).ThenBy(static d => d.Code, StringComparer.Ordinal),
        ];
    }

    private void Add(ErrorDefinition definition, DiagnosticSeverity severity, SourceLocation? at, string? message, string? action)
    {
        if (Unknown.IsIn(message) || Unknown.IsIn(action))
        {
            return;
        }

        diagnostics.Add(new Diagnostic
        {
            Code = definition.Code,
            Severity = severity,
            Message = message ?? definition.Summary,
            Action = action ?? definition.Action,
            File = at?.File,
            Document = at?.Document,
            Line = at?.Line,
            Column = at?.Column,
            Path = at?.Path,
        });
    }
}
