namespace Orchestrator.Simulator.Arm;

/// <summary>What the machine side is asked to do.</summary>
internal enum MachineCallKind
{
    Start,
    Delete,
    Apply,
    DeleteControlPlane,
    Drain,
    Uncordon,
}
