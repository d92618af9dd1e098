namespace Orchestrator.Contracts.Operations;

public enum OperationState
{
    Pending,
    Running,
    Succeeded,
    Failed,
    Terminated,
}
