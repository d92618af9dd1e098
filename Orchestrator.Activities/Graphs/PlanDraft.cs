using Orchestrator.Activities.Nodes.Observation;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Graphs;

/// <summary>A node of the plan as far as it is known.</summary>
/// <param name="Error">What forbids the step.</param>
/// <param name="RestsOn">Ids of what has to be as it was read for the draft to hold; empty where nothing happens.</param>
internal sealed record PlanDraft(PlanNode Node, IReadOnlyList<string> RestsOn, OrchestratorError? Error = null)
{
    /// <summary>What is known of the nodes of a machine group.</summary>
    public MachineHealth Health { get; init; } = MachineHealth.NotKnown;

    /// <summary>The same, after what its group waits for, and of its own kind only after those that are planned too.</summary>
    public PlanDraft After(IEnumerable<string> group, IReadOnlySet<string> planned) =>
        this with { Node = Node with { Step = Node.Step with { DependsOn = [.. group, .. Node.Step.DependsOn.Where(planned.Contains)] } } };

    /// <summary>Only a draft that leads to something has to be certain: what looks as it should is looked at again by its own step.</summary>
    public static PlanDraft Of(PlanNode node, IEnumerable<string> restsOn) =>
        new(node, node.Step.Action is PlanAction.Keep or PlanAction.Read ? [] : [.. restsOn]);
}
