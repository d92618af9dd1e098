namespace Orchestrator.Contracts.Plans;

/// <summary>What happens to one machine, and which fields make it stale.</summary>
public sealed record MachineChange(string Name, PlanAction Action, IReadOnlyList<FieldChange> Reasons);
