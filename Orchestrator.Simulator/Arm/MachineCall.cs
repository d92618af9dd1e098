using Orchestrator.Simulator.Machines;

namespace Orchestrator.Simulator.Arm;

/// <summary>One call to the machine side.</summary>
/// <param name="ResourceId">Of the machine or of the managed cluster.</param>
/// <param name="Definition">With a start.</param>
/// <param name="ControlPlane">When a control plane is applied.</param>
internal sealed record MachineCall(MachineCallKind Kind, string ResourceId, MachineDefinition? Definition = null, ManagedControlPlane? ControlPlane = null)
{
    public void Make(IMachineLifecycle machines)
    {
        switch (Kind)
        {
            case MachineCallKind.Start:
                machines.Start(Definition!);
                break;
            case MachineCallKind.Delete:
                machines.Delete(ResourceId);
                break;
            case MachineCallKind.Apply:
                machines.Apply(ControlPlane!);
                break;
            case MachineCallKind.DeleteControlPlane:
                machines.DeleteControlPlane(ResourceId);
                break;
            case MachineCallKind.Drain:
                machines.Drain(ResourceId);
                break;
            case MachineCallKind.Uncordon:
                machines.Uncordon(ResourceId);
                break;
            default:
                throw new InvalidOperationException($"No such call to the machine side: {Kind}.");
        }
    }
}
