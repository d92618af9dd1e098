namespace Orchestrator.Contracts.Operations;

public enum OperationKind
{
    Apply,
    Delete,
}
