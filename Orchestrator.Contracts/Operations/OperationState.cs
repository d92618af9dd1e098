namespace Orchestrator.Contracts.Operations;

public enum OperationState
{
    Pending,
    Running,
    Succeeded,
    Failed,
    Terminated,

    /// <summary>Stands still until it is resumed; what Azure works on goes on.</summary>
    Suspended,

    /// <summary>Stopped at a safe point because somebody asked for it.</summary>
    Canceled,
}
