using System.Text.Json.Nodes;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Resources.ManagedCluster;

/// <summary>A resource of an AKS cluster whose body is as the spec has it.</summary>
public abstract class ManagedClusterPartDefinition : ResourceDefinition
{
    public override bool HasTags => false;

    public override IReadOnlyList<string> ImmutablePaths => [];

    public override bool Adopts(ClusterSpec spec) => spec.ManagedCluster!.Adopt;

    public override JsonObject Render(ResourceContext context) => (JsonObject)context.Spec.ManagedCluster!.Parts
        .First(part => part.Kind == Kind && Azure.ResourceId.Same(part.Id, context.Step.ResourceId)).Body.DeepClone();
}
