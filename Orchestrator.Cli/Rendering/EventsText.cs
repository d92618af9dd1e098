using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;
using Orchestrator.Contracts.SubscriptionEvents;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orchestrator.Cli.Rendering;

/// <summary>Where a subscription's events go, and what changes.</summary>
public static class EventsText
{
    public static IRenderable Render(EventsStatus status)
    {
        var lines = new List<IRenderable> { new Paragraph($"events of {status.Subscription}: {Summary(status)}", Styles.Strong) };
        if (status.Settings is { } settings)
        {
            lines.Add(new Paragraph($"  to {settings.FunctionAppId ?? settings.EndpointBase}, topic in {settings.ResourceGroup}"));
        }

        foreach (var node in status.Plan ?? [])
        {
            lines.Add(new Paragraph($"  {node.Step.Action.ToString().ToLowerInvariant(),-7} {node.Step.Key}"));
            lines.AddRange(node.Changes.Select(static change => new Paragraph($"          {change.Path}: {change.Before ?? "(none)"} -> {change.After ?? "(none)"}", Styles.Dim)));
        }

        if (status.Error is { } error)
        {
            lines.Add(new Paragraph($"  {error.Code}: {error.Message} {error.Action}", Styles.Bad));
        }

        return new Rows(lines);
    }

    private static string Summary(EventsStatus status) => status.State switch
    {
        OperationState.Running => status.Detail ?? "being changed",
        OperationState.Failed => "failed",
        _ when status.Plan is { } plan && plan.Any(static node => node.Step.Action is not (PlanAction.Keep or PlanAction.Read)) && status.State is null => "would change",
        _ => status.Settings is null ? "disabled" : "enabled",
    };
}
