using System.Text.Json.Serialization;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Contracts.Messages;

/// <summary>What the walk needs of a plan. <c>Generation</c> is the one that was planned (the newest stored).</summary>
public sealed record PlanResult
{
    public int Generation { get; init; }

    /// <summary>Delete when deletion was asked for meanwhile, whatever the request said.</summary>
    public OperationKind Kind { get; init; }

    public IReadOnlyList<GraphStep> Steps { get; init; } = [];

    public PlanSummary? Summary { get; init; }

    /// <summary>What waits for approval; null: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ApprovalPlan? Approvals { get; init; }

    /// <summary>The spec's time limits; null: the usual ones.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StepTimeouts? Timeouts { get; init; }

    /// <summary>A deletion that goes on past what fails.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Force { get; init; }

    /// <summary>As <see cref="MachineGroupRequest.StopsInDrain"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool StopsInDrain { get; init; }

    /// <summary>Consent is asked for before a step's turn, so that steps that take turns are asked for together. False in operations that began before that was so.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AsksAhead { get; init; }

    /// <summary>Steps that replace nodes of an AKS cluster: paused rollouts hold them. Null: there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? RollingSteps { get; init; }

    public OrchestratorError? Error { get; init; }
}
