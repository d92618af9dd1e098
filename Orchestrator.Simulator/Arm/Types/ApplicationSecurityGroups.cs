using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>A name for a set of interfaces, which say themselves that they are in it.</summary>
internal sealed class ApplicationSecurityGroups : NetworkType
{
    public override string Name => "Microsoft.Network/applicationSecurityGroups";

    public override OperationLatency Latency { get; } = new((4, 7), (4, 6), (4, 7));
}
