using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources.ManagedCluster;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.MaintenanceConfiguration;

/// <summary>When Azure may maintain and upgrade a cluster by itself.</summary>
public sealed class MaintenanceConfigurationDefinition : ManagedClusterPartDefinition
{
    public override string Kind => StepKinds.MaintenanceConfiguration;

    public override string Type => ArmTypes.MaintenanceConfiguration;
}
