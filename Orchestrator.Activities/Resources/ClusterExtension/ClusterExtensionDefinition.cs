using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources.ManagedCluster;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.ClusterExtension;

/// <summary>An extension of a Kubernetes cluster, such as Flux. Azure changes its settings in place, and nothing else of it.</summary>
public sealed class ClusterExtensionDefinition : ManagedClusterPartDefinition
{
    public override string Kind => StepKinds.ClusterExtension;

    public override string Type => ArmTypes.ClusterExtension;

    public override IReadOnlyList<string> ImmutablePaths => ["$.plan", "$.identity", "$.properties.extensionType", "$.properties.scope", "$.properties.releaseTrain", "$.properties.version"];
}
