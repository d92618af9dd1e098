using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.VirtualNetwork;

/// <summary>Subnets are resources of their own: a PUT sends back those that are there, or Azure would delete them.</summary>
public sealed class VirtualNetworkDefinition : ResourceDefinition
{
    public override string Kind => StepKinds.VirtualNetwork;

    public override string Type => ArmTypes.VirtualNetwork;

    public override JsonObject Render(ResourceContext context)
    {
        var network = context.Spec.Network.VirtualNetwork;
        var properties = new JsonObject { ["addressSpace"] = new JsonObject { ["addressPrefixes"] = Json.Strings(network.CidrBlocks) } };
        if (network.DdosProtectionPlanId is { } plan)
        {
            properties["enableDdosProtection"] = true;
            properties["ddosProtectionPlan"] = Json.Reference(plan);
        }
        else if (context.PriorSpecs.Any(static s => s.Network.VirtualNetwork.DdosProtectionPlanId is not null))
        {
            properties["enableDdosProtection"] = false;
            properties["ddosProtectionPlan"] = null;
        }

        return new JsonObject
        {
            ["location"] = context.Spec.Location,
            ["tags"] = ClusterTags.Of(context.Spec, context.Step.Name, ClusterTags.CommonRole),
            ["properties"] = properties,
        };
    }
}
