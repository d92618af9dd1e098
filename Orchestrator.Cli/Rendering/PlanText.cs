using Orchestrator.Contracts.Plans;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orchestrator.Cli.Rendering;

/// <summary>A plan as Terraform's users know it: a symbol for each action, the fields that differ, and a last line with the counts.</summary>
public static class PlanText
{
    public static IRenderable Render(ClusterPlan plan)
    {
        var lines = new List<IRenderable> { new Paragraph($"{plan.Cluster}: {plan.Kind.ToString().ToLowerInvariant()}, generation {plan.Generation}", Styles.Strong) };
        foreach (var node in plan.Nodes.Where(IsShown))
        {
            lines.Add(ActionLine(node.Step.Action, node.Step.Key, indent: 2));
            if (node.Note is { } note)
            {
                lines.Add(new Paragraph($"        {note}", Styles.Dim));
            }

            lines.AddRange((node.Foreign ?? []).Select(static foreign => new Paragraph($"          {foreign.ResourceId}: {foreign.Reason}", Styles.Dim)));
            lines.AddRange(node.Changes.Select(static change => FieldLine(change, indent: 8)));
            lines.AddRange(node.Machines.Where(static machine => IsChange(machine.Action)).GroupBy(ReasonsOf, StringComparer.Ordinal).SelectMany(MachineLines));
        }

        if (plan.OfWorkloads is { } made)
        {
            lines.Add(new Paragraph($"  {made.Count} resource(s) that the cluster's own workloads made go too:", Styles.Dim));
            lines.AddRange(made.Select(static id => new Paragraph($"          {id}", Styles.Dim)));
        }

        if (plan.RolloutsPaused)
        {
            lines.Add(new Paragraph("  rollouts are paused: no machine is replaced until `orc rollout resume`", Styles.Caution));
        }

        if (!plan.Summary.HasChanges)
        {
            lines.Add(new Paragraph($"  nothing to change, {plan.Summary.Keep} kept as they are"));
        }

        lines.Add(new Paragraph(SummaryOf(plan.Summary), Styles.Strong));
        return new Rows(lines);
    }

    public static string SummaryOf(PlanSummary summary) =>
        $"Plan: {summary.Create} to create, {summary.Update} to update, {summary.Replace} to replace, {summary.Delete} to delete; "
        + $"{summary.MachinesToRoll} machine{(summary.MachinesToRoll == 1 ? "" : "s")} to roll.";

    private static bool IsShown(PlanNode node) =>
        IsChange(node.Step.Action) || node.Note is not null || node.Changes.Count > 0 || node.Machines.Any(static machine => IsChange(machine.Action));

    private static bool IsChange(PlanAction action) => action is not (PlanAction.Keep or PlanAction.Read);

    private static string ReasonsOf(MachineChange machine) => $"{machine.Action} {string.Join(' ', machine.Reasons)}";

    /// <summary>Machines that change alike, and then once what changes: mostly it is a whole pool.</summary>
    private static IEnumerable<IRenderable> MachineLines(IEnumerable<MachineChange> alike) =>
        [.. alike.Select(static machine => ActionLine(machine.Action, machine.Name, indent: 6)), .. alike.First().Reasons.Select(static reason => FieldLine(reason, indent: 12))];

    private static Paragraph ActionLine(PlanAction action, string name, int indent)
    {
        var (symbol, style) = Look(action);
        return new Paragraph().Append(new string(' ', indent)).Append(symbol.PadLeft(3), style).Append($" {name}");
    }

    private static Paragraph FieldLine(FieldChange change, int indent)
    {
        var (before, after) = FieldValues.Shorten(change.Before, change.After);
        return new Paragraph().Append(new string(' ', indent)).Append(change.Path, Styles.Dim).Append($": {before} -> {after}");
    }

    private static (string Symbol, Style Style) Look(PlanAction action) => action switch
    {
        PlanAction.Create => ("+", Styles.Good),
        PlanAction.Update => ("~", Styles.Caution),
        PlanAction.Replace => ("-/+", Styles.Caution),
        PlanAction.Delete => ("-", Styles.Bad),
        PlanAction.Keep => ("=", Styles.Dim),
        PlanAction.Read => ("<=", Styles.Dim),
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, message: null),
    };
}
