using System.Globalization;
using Orchestrator.Contracts.History;
using Orchestrator.Contracts.Operations;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orchestrator.Cli.Rendering;

/// <summary>All of one operation: who asked for what, when each step ran and how long, what failed and where Azure knows more.</summary>
public static class OperationDetails
{
    private static readonly string[] Headings = ["STEP", "VERB", "STATE", "STARTED", "TOOK", "DETAIL"];

    public static IRenderable Render(OperationDescription description)
    {
        var operation = description.Operation;
        var rows = new List<IRenderable>
        {
            Line("Operation", operation.Id),
            Line("Cluster", operation.Cluster.ToString()),
            Line("Kind", $"{operation.Kind}, generation {operation.Generation.ToString(CultureInfo.InvariantCulture)}"),
            Line("State", operation.Phase is null ? StepLook.Of(operation.State).Word : $"{StepLook.Of(operation.State).Word}, {operation.Phase}"),
            Line("Started", HistoryTable.TimeOf(operation.CreatedAt)),
            Line(operation.IsFinished() ? "Took" : "Running for", Elapsed.Format(operation.Elapsed())),
        };
        if (operation.CorrelationId is { } correlation)
        {
            rows.Add(Line("Azure correlation id", correlation));
        }

        rows.AddRange(description.History.Where(static entry => entry.Origin is not null).SelectMany(Request));
        rows.Add(Steps(operation));
        if (operation.IsFinished())
        {
            rows.Add(OperationResult.Render(operation));
        }

        return new Rows(rows);
    }

    private static IEnumerable<IRenderable> Request(HistoryEntry entry)
    {
        var origin = entry.Origin!;
        yield return Line(
            HistoryTable.VerbOf(entry),
            $"{HistoryTable.TimeOf(entry.Time)} by {origin.Caller}, {HistoryTable.PlaceOf(origin)}{(origin.RequestId is null ? "" : $", request {origin.RequestId}")}");
        foreach (var change in entry.Changes)
        {
            yield return new Paragraph($"  {change.Path}: {change.Before ?? "(none)"} → {change.After ?? "(none)"}", Styles.Dim);
        }

        if (entry.ChangesLeftOut > 0)
        {
            yield return new Paragraph($"  and {entry.ChangesLeftOut} more", Styles.Dim);
        }
    }

    private static Table Steps(OperationStatus operation)
    {
        var table = new Table().NoBorder();
        foreach (var heading in Headings)
        {
            table.AddColumn(new TableColumn(new Text(heading, Styles.Strong)).NoWrap().PadLeft(0).PadRight(3));
        }

        foreach (var step in operation.Resources)
        {
            var look = StepLook.Of(step.State);
            table.AddRow(
                new Text(step.Parent is null ? step.Key : $"  {step.Key}"),
                new Text(step.Verb.ToString().ToLowerInvariant()),
                new Text(look.Word, look.Style),
                new Text(step.StartedAt is { } started ? $"+{Elapsed.Format(started - operation.CreatedAt)}" : "-"),
                new Text(operation.ElapsedOf(step) is { } took ? Elapsed.Format(took) : "-"),
                new Text(step.Error is null ? step.Detail ?? "" : $"{step.Error.Code}: {step.Error.Message}"));
        }

        return table;
    }

    private static Paragraph Line(string name, string value) => new Paragraph().Append($"{name + ":",-22}", Styles.Strong).Append(value);
}
