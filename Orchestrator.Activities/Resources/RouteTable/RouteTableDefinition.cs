using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.RouteTable;

/// <summary>Made empty: its routes belong to cloud-provider-azure.</summary>
public sealed class RouteTableDefinition : ResourceDefinition
{
    public override string Kind => StepKinds.RouteTable;

    public override string Type => ArmTypes.RouteTable;

    public override JsonObject Render(ResourceContext context) => new()
    {
        ["location"] = context.Spec.Location,
        ["tags"] = ClusterTags.Of(context.Spec, context.Step.Name, role: null),
        ["properties"] = new JsonObject(),
    };
}
