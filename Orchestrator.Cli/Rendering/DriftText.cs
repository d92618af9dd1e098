using System.Globalization;
using Orchestrator.Contracts.Drift;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orchestrator.Cli.Rendering;

/// <summary>A drift report for people: each resource once, below it what of it differs, who wrote it last, and what repair does.</summary>
public static class DriftText
{
    public static IRenderable Render(DriftReport report)
    {
        var lines = new List<IRenderable> { new Paragraph($"{report.Cluster}: generation {report.Generation}, checked {Time(report.CheckedAt)}, policy {Policy(report.Policy)}", Styles.Strong) };
        foreach (var resource in report.Findings.GroupBy(static f => f.Resource, StringComparer.OrdinalIgnoreCase))
        {
            var first = resource.First();
            var (symbol, style) = Look(first);
            lines.Add(new Paragraph().Append($"  {symbol} ", style).Append($"{first.ResourceType} {first.Name}"));
            lines.AddRange(resource.SelectMany(FindingLines));
            if (first.ChangedBy is { } writer)
            {
                lines.Add(new Paragraph($"      last written by {writer.Who} at {Time(writer.Time)} ({writer.Operation})"));
            }
        }

        if (report.NotKnown is { } notKnown)
        {
            lines.Add(new Paragraph($"  not known: {notKnown}", Styles.Hint));
        }

        if (report.Error is { } error)
        {
            lines.Add(new Paragraph().Append($"  error {error.Code}", Styles.Bad).Append($": {error.Message}"));
            lines.Add(new Paragraph($"  hint: {error.Action}", Styles.Hint));
        }

        lines.Add(new Paragraph(Conclusion(report), Styles.Strong));
        return new Rows(lines);
    }

    /// <summary>The condition of a cluster in one line.</summary>
    public static Paragraph Line(DriftSummary drift) => drift.State switch
    {
        DriftState.Clean => new Paragraph($"drift none at {Time(drift.CheckedAt)}"),
        DriftState.Unknown => new Paragraph().Append($"drift unknown: the check at {Time(drift.CheckedAt)} failed", Styles.Bad),
        _ => new Paragraph().Append($"drift {drift.Findings} at {Time(drift.CheckedAt)}{(drift.GivenUp > 0 ? $", {drift.GivenUp} of them for people to mend" : "")}", Styles.Caution),
    };

    private static IEnumerable<IRenderable> FindingLines(DriftFinding finding)
    {
        var (found, wanted) = FieldValues.Shorten(finding.Found, finding.Wanted);
        yield return new Paragraph().Append("      ").Append(finding.Field ?? "resource", Styles.Dim)
            .Append($": {found}, wanted {wanted}; repair: {finding.Repair.ToString().ToLowerInvariant()}{(finding.Repairs > 0 ? $", done {finding.Repairs} times" : "")}");
        if (finding.RepairFrom is { } from)
        {
            yield return new Paragraph().Append("        ").Append($"It may pass by itself until {Time(from)}.", Styles.Hint);
        }

        if (finding.Problem is { } problem)
        {
            yield return new Paragraph().Append("        ").Append(problem, Styles.Hint);
        }
    }

    private static string Conclusion(DriftReport report) => report switch
    {
        { Error: not null } => "Drift: unknown.",
        { Findings.Count: 0 } => "Drift: none.",
        { RepairOperationId: { } operation } => $"Drift: {Count(report)}; operation {operation} repairs it.",
        { NextRepairAt: { } next } => $"Drift: {Count(report)}; repaired no sooner than {Time(next)}.",
        _ => $"Drift: {Count(report)}.",
    };

    private static string Count(DriftReport report) => $"{report.Findings.Count} finding{(report.Findings.Count == 1 ? "" : "s")}";

    private static string Policy(DriftPolicy policy) => policy switch { DriftPolicy.RepairInWindow => "repair-in-window", DriftPolicy.Repair => "repair", _ => "report" };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static (string Symbol, Style Style) Look(DriftFinding finding) => finding.Kind switch
    {
        DriftKind.Missing => ("-", Styles.Bad),
        DriftKind.Surplus => ("+", Styles.Caution),
        DriftKind.Node => ("!", Styles.Caution),
        _ => ("~", Styles.Caution),
    };
}
