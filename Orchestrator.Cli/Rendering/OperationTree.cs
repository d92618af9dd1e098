using Orchestrator.Contracts.Operations;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orchestrator.Cli.Rendering;

/// <summary>An operation as a tree: its steps, and under each machine group the group's own.</summary>
public static class OperationTree
{
    /// <param name="operation">What to show.</param>
    /// <param name="maximumSteps">When there are more steps, those that are done are only counted, so that what happens now stays in sight.</param>
    public static Tree Render(OperationStatus operation, int maximumSteps = int.MaxValue)
    {
        var tree = new Tree(Heading(operation));
        AddSteps(tree, operation, maximumSteps);
        return tree;
    }

    /// <summary>Adds the steps under any node, such as a cluster's.</summary>
    public static void AddSteps(IHasTreeNodes parent, OperationStatus operation, int maximumSteps = int.MaxValue)
    {
        var keys = operation.Resources.Select(static step => step.Key).ToHashSet(StringComparer.Ordinal);
        var children = operation.Resources.ToLookup(step => step.Parent is not null && keys.Contains(step.Parent) ? step.Parent : "", StringComparer.Ordinal);
        Add(parent, operation, children, "", fold: operation.Resources.Count > maximumSteps);
    }

    private static void Add(IHasTreeNodes parent, OperationStatus operation, ILookup<string, StepStatus> children, string key, bool fold)
    {
        var folded = fold ? children[key].Count(static step => step.State == StepState.Done) : 0;
        if (folded > 0)
        {
            parent.AddNode(new Paragraph($"{StepLook.Of(StepState.Done).Symbol} {folded} done", StepLook.Of(StepState.Done).Style));
        }

        foreach (var step in children[key].Where(step => folded == 0 || step.State != StepState.Done))
        {
            Add(parent.AddNode(StepLine(operation, step)), operation, children, step.Key, fold);
        }
    }

    private static Paragraph Heading(OperationStatus operation)
    {
        var look = StepLook.Of(operation.State);
        var heading = new Paragraph()
            .Append($"{look.Symbol} ", look.Style)
            .Append($"{operation.Kind} {operation.Cluster}", Styles.Strong)
            .Append($"  {operation.Percent}%  {Rendering.Elapsed.Format(operation.Elapsed())}");
        return operation.Phase is null ? heading : heading.Append($"  {operation.Phase}", Styles.Dim);
    }

    private static Paragraph StepLine(OperationStatus operation, StepStatus step)
    {
        var look = StepLook.Of(step.State);
        var line = new Paragraph().Append($"{look.Symbol} ", look.Style).Append(step.Key, step.State == StepState.Waiting ? Styles.Dim : Style.Plain);
        if (operation.ElapsedOf(step) is { } elapsed)
        {
            line.Append($"  {Rendering.Elapsed.Format(elapsed)}");
        }

        if (step.Detail is not null)
        {
            line.Append($"  {step.Detail}", Styles.Dim);
        }

        return step.Error is null ? line : line.Append($"  {step.Error.Code}: {step.Error.Message}", look.Style);
    }
}
