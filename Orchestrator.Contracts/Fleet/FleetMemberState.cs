namespace Orchestrator.Contracts.Fleet;

public enum FleetMemberState
{
    Waiting,
    Running,
    Succeeded,
    Failed,

    /// <summary>The cluster was gone when its turn came.</summary>
    Skipped,
}
