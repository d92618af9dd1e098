using System.Globalization;
using Orchestrator.Contracts.History;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orchestrator.Cli.Rendering;

/// <summary>History for people: who did what when, one row each.</summary>
public static class HistoryTable
{
    private const int Shown = 3;
    private static readonly string[] Headings = ["TIME", "CLUSTER", "ACTION", "WHO", "FROM", "GEN", "OPERATION", "WHAT"];

    public static IRenderable Render(IReadOnlyList<HistoryEntry> entries)
    {
        if (entries.Count == 0)
        {
            return new Paragraph("No history.");
        }

        var table = new Table().NoBorder();
        foreach (var heading in Headings)
        {
            table.AddColumn(new TableColumn(new Text(heading, Styles.Strong)).NoWrap().PadLeft(0).PadRight(3));
        }

        foreach (var entry in entries)
        {
            table.AddRow(Cells(entry));
        }

        return table;
    }

    public static string TimeOf(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>What was done, by the name of its command: a change by name tells more than the Apply that it is.</summary>
    public static string VerbOf(HistoryEntry entry) => (entry.Action, entry.Origin?.Function) switch
    {
        (HistoryAction.Apply, "StartFleet") => "Fleet",
        (HistoryAction.Apply, { } function) when function.EndsWith(ByName, StringComparison.Ordinal) => function[..^ByName.Length],
        _ => entry.Action.ToString(),
    };

    private const string ByName = "Cluster";

    /// <summary>Where the request came from: the channel, and the address if there is one.</summary>
    public static string PlaceOf(RequestOrigin? origin) => origin is null ? "-" : $"{origin.Channel.ToString().ToLowerInvariant()} {origin.Address}".TrimEnd();

    private static IEnumerable<IRenderable> Cells(HistoryEntry entry) =>
    [
        new Text(TimeOf(entry.Time)),
        new Text(entry.Cluster.ToString()),
        new Text(VerbOf(entry).ToLowerInvariant()),
        new Text(WhoOf(entry)),
        new Text(PlaceOf(entry.Origin)),
        new Text(entry.Generation.ToString(CultureInfo.InvariantCulture)),
        new Text(entry.OperationId ?? "-"),
        WhatOf(entry),
    ];

    private static string WhoOf(HistoryEntry entry) => entry switch
    {
        { Origin: null } => "-",
        { Source: { } source } => $"{source.SourceName} @{source.Revision[..Math.Min(8, source.Revision.Length)]}",
        _ => entry.Origin.Caller.Name,
    };

    private static Text WhatOf(HistoryEntry entry)
    {
        if (entry.State is { } state)
        {
            var look = StepLook.Of(state);
            return new Text((entry.Error is null ? look.Word : $"{look.Word}: {entry.Error.Code} {entry.Error.Message}") + KeptBy(entry), look.Style);
        }

        var shown = entry.Changes.Take(Shown).Select(static change => $"{change.Path}: {change.Before ?? "(none)"} → {change.After ?? "(none)"}");
        var left = Math.Max(0, entry.Changes.Count - Shown) + entry.ChangesLeftOut;
        return new Text(string.Join(", ", left > 0 ? shown.Append($"{left} more") : shown));
    }

    /// <summary>Names only: `orc describe operation` has the ids and why.</summary>
    private static string KeptBy(HistoryEntry entry)
    {
        if (entry.Kept is not { } kept)
        {
            return "";
        }

        var names = kept.Take(Shown).Select(static resource => resource.ResourceId[(resource.ResourceId.LastIndexOf('/') + 1)..]);
        var more = Math.Max(0, kept.Count - Shown) + entry.KeptLeftOut;
        return $"; kept {string.Join(", ", more > 0 ? names.Append($"{more} more") : names)}";
    }
}
