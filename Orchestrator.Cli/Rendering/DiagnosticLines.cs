using System.Globalization;
using System.Text;
using Orchestrator.Contracts.Errors;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orchestrator.Cli.Rendering;

/// <summary>Problems of an input as compilers write them: <c>file:line:col: error CODE: message (path)</c>, then what to write instead.</summary>
public static class DiagnosticLines
{
    public static IRenderable Render(IReadOnlyList<Diagnostic> diagnostics) => new Rows(diagnostics.SelectMany(Lines));

    private static IEnumerable<IRenderable> Lines(Diagnostic diagnostic)
    {
        var isError = diagnostic.Severity == DiagnosticSeverity.Error;
        var line = new Paragraph();
        if (Position(diagnostic) is { Length: > 0 } position)
        {
            line.Append($"{position}: ", new Style(decoration: Decoration.Bold));
        }

        line.Append($"{(isError ? "error" : "warning")} {diagnostic.Code}", new Style(isError ? Color.Red : Color.Yellow));
        line.Append($": {diagnostic.Message}");
        if (diagnostic.Path is not null)
        {
            line.Append($" ({diagnostic.Path})", Styles.Dim);
        }

        yield return line;
        yield return new Paragraph($"  hint: {diagnostic.Action}", Styles.Hint);
    }

    private static string Position(Diagnostic diagnostic)
    {
        if (diagnostic is { File: null or "", Line: null or 0 })
        {
            // What is changed by name stands in no file.
            return "";
        }

        var position = new StringBuilder(diagnostic.File);
        foreach (var number in new[] { diagnostic.Line, diagnostic.Line is null ? null : diagnostic.Column })
        {
            if (number is not null)
            {
                position.Append(position.Length == 0 ? "" : ":").Append(number.Value.ToString(CultureInfo.InvariantCulture));
            }
        }

        return position.ToString();
    }
}
