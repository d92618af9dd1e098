namespace Orchestrator.Contracts.Clusters;

/// <summary>Somebody's consent to one step of one operation, as that step was planned for a generation.</summary>
public sealed record StepApproval(string OperationId, int Generation, string Step, ApprovalGate Gate, string By, DateTimeOffset At);
