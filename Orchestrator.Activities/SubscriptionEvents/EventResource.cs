using System.Text.Json.Nodes;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.SubscriptionEvents;

/// <summary>One resource of a subscription's events beside what Azure has, and what to do about it.</summary>
/// <param name="Node">For the plan.</param>
/// <param name="State">As Azure has it.</param>
/// <param name="Body">What to send.</param>
/// <param name="ETag">The version that was read.</param>
internal sealed record EventResource(PlanNode Node, ResourceState State, JsonObject? Body = null, string? ETag = null)
{
    public string Id => Node.Step.ResourceId!;

    public bool IsChange => Node.Step.Action is PlanAction.Create or PlanAction.Update or PlanAction.Delete;
}
