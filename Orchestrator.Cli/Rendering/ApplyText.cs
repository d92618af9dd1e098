using Orchestrator.Contracts.Operations;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orchestrator.Cli.Rendering;

/// <summary>The server's answer to an apply, for people.</summary>
public static class ApplyText
{
    /// <summary>What was started, and how to watch it.</summary>
    public static IRenderable RenderAccepted(ApplyResult result) =>
        new Rows([DiagnosticLines.Render(result.Warnings), .. result.Clusters.Select(AcceptedLine)]);

    /// <summary>The plans of a dry run.</summary>
    public static IRenderable RenderPlans(ApplyResult result) =>
        new Rows([DiagnosticLines.Render(result.Warnings), .. result.Clusters.Select(PlanOf)]);

    private static IRenderable PlanOf(ApplyOutcome outcome) =>
        outcome.Plan is null ? new Paragraph($"{outcome.Cluster}: nothing to change") : PlanText.Render(outcome.Plan);

    private static Paragraph AcceptedLine(ApplyOutcome outcome) => (outcome.Changed, outcome.OperationId) switch
    {
        (_, { } operation) => new Paragraph($"{outcome.Cluster}: generation {outcome.Generation} accepted, operation {operation}"),
        (true, null) => new Paragraph($"{outcome.Cluster}: generation {outcome.Generation} accepted"),
        (false, null) => new Paragraph($"{outcome.Cluster}: unchanged, generation {outcome.Generation}"),
    };
}
