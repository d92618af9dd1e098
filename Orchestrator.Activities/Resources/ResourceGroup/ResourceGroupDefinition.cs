using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.ResourceGroup;

public sealed class ResourceGroupDefinition : ResourceDefinition
{
    public override string Kind => StepKinds.ResourceGroup;

    public override string Type => ArmTypes.ResourceGroup;

    public override JsonObject Render(ResourceContext context) => new()
    {
        ["location"] = context.Spec.Location,
        ["tags"] = ClusterTags.Of(context.Spec, context.Step.Name, ClusterTags.CommonRole),
    };
}
