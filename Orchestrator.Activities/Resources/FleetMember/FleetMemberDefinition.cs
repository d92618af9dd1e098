using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources.ManagedCluster;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.FleetMember;

/// <summary>A cluster's membership of a fleet, which is somebody else's.</summary>
public sealed class FleetMemberDefinition : ManagedClusterPartDefinition
{
    public override string Kind => StepKinds.FleetMember;

    public override string Type => ArmTypes.FleetMember;

    public override IReadOnlyList<string> ImmutablePaths => ["$.properties.clusterResourceId"];
}
