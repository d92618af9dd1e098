using System.Globalization;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Reading;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Validation;

/// <summary>Compares fields of two specs and reports what may not differ.</summary>
internal sealed class TransitionReport(DiagnosticSink sink, SpecOrigins? origins)
{
    public void Same<T>(string path, T before, T after)
        where T : notnull
    {
        if (!before.Equals(after))
        {
            Changed(path, Text(before), Text(after));
        }
    }

    public void Same(string path, IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        if (!before.SequenceEqual(after, StringComparer.Ordinal))
        {
            Changed(path, $"[{string.Join(", ", before)}]", $"[{string.Join(", ", after)}]");
        }
    }

    public void SameOnceSet(string path, string? before, string? after)
    {
        if (before is not null && before != after)
        {
            Changed(path, before, after ?? "nothing");
        }
    }

    public void Removed(string path, string what) => sink.Error(
        ErrorCatalog.ImmutableField, Find(path), $"'{path}': {what} cannot be removed from a cluster that exists.", "Restore it, or create another cluster.");

    public void Forbidden(string path, string message, string action) => sink.Error(ErrorCatalog.ImmutableField, Find(path), message, action);

    /// <summary><paramref name="mostMinors"/>: how many minor versions one step may take; null for any number.</summary>
    public void Version(string path, string subject, string before, string after, int? mostMinors)
    {
        if (KubernetesVersions.Parse(before) is not { } from || KubernetesVersions.Parse(after) is not { } to)
        {
            return;
        }

        if (to < from)
        {
            sink.Error(ErrorCatalog.ImpossibleVersion, Find(path), $"{subject} runs {before}; it cannot go back to {after}.", $"Write {before} or newer.");
        }
        else if (to.Minor - from.Minor > mostMinors)
        {
            sink.Error(
                ErrorCatalog.ImpossibleVersion, Find(path), $"{subject} runs {before}; it cannot skip to {after}.",
                $"Go one minor version at a time: v1.{from.Minor + 1}.x first.");
        }
    }

    private void Changed(string path, string before, string after) => sink.Error(
        ErrorCatalog.ImmutableField, Find(path), $"'{path}' cannot change from {before} to {after} once the cluster exists.", $"Write {before}, or create another cluster.");

    // Without origins the spec's own path says where.
    private SourceLocation? Find(string path) => origins?.Find(path) ?? new SourceLocation(string.Empty, null, 0, 0, path);

    private static string Text<T>(T value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
}
