namespace Orchestrator.Contracts.Operations;

public enum StepState
{
    Waiting,
    Running,

    /// <summary>Azure refused for now; it is repeated.</summary>
    Retrying,
    Done,
    Failed,
}
