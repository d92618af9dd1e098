using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Contracts.SubscriptionEvents;

/// <summary>Answer of the routes <c>/api/events/{subscription}</c>.</summary>
public sealed record EventsStatus
{
    public required string Subscription { get; init; }

    /// <summary>null once events are disabled.</summary>
    public EventsSettings? Settings { get; init; }

    /// <summary>What would change now, or will; null where nobody asked for it.</summary>
    public IReadOnlyList<PlanNode>? Plan { get; init; }

    /// <summary>How the last change went; null: there was none.</summary>
    public OperationState? State { get; init; }

    public string? Detail { get; init; }

    public OrchestratorError? Error { get; init; }
}
