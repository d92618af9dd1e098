namespace Orchestrator.Contracts.Clusters;

public enum MachineIdentityType
{
    None,
    SystemAssigned,
    UserAssigned,
}
