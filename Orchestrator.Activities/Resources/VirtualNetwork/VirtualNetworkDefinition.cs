using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.VirtualNetwork;

/// <summary>Subnets are resources of their own: a PUT sends back those that are there, or Azure would delete them.</summary>
public sealed class VirtualNetworkDefinition : ResourceDefinition
{
    public override string Kind => StepKinds.VirtualNetwork;

    public override string Type => ArmTypes.VirtualNetwork;

    public override JsonObject Render(ResourceContext context) => new()
    {
        ["location"] = context.Spec.Location,
        ["tags"] = ClusterTags.Of(context.Spec, context.Step.Name, ClusterTags.CommonRole),
        ["properties"] = new JsonObject
        {
            ["addressSpace"] = new JsonObject { ["addressPrefixes"] = Json.Strings(context.Spec.Network.VirtualNetwork.CidrBlocks) },
        },
    };
}
