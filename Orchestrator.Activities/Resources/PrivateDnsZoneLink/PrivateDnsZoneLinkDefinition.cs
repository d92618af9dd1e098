using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.PrivateDnsZoneLink;

/// <summary>Lets one virtual network resolve the zone: the cluster's, or one that it is peered with. Machines never register themselves.</summary>
public sealed class PrivateDnsZoneLinkDefinition : ResourceDefinition
{
    public override string Kind => StepKinds.PrivateDnsZoneLink;

    public override string Type => ArmTypes.PrivateDnsZoneLink;

    public override IReadOnlyList<string> ReplacePaths => ["$.properties.virtualNetwork"];

    public override JsonObject Render(ResourceContext context)
    {
        var spec = context.Spec;
        var network = spec.Network.VirtualNetwork.Peerings.Select(static p => p.RemoteVirtualNetworkId).Prepend(ClusterResourceIds.VirtualNetwork(spec))
            .First(id => ResourceId.Same(ClusterResourceIds.PrivateDnsZoneLink(spec, id), context.Step.ResourceId));
        return new JsonObject
        {
            ["location"] = "global",
            ["tags"] = ClusterTags.Of(spec, name: null, role: null),
            ["properties"] = new JsonObject
            {
                ["virtualNetwork"] = Json.Reference(network),
                ["registrationEnabled"] = false,
            },
        };
    }
}
