using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.VirtualNetworkPeering;

/// <summary>
/// One direction of a peering: in the cluster's network, or in the remote one. When the other side is gone Azure calls it Disconnected, and no
/// update brings it back: it is made anew.
/// </summary>
public sealed class VirtualNetworkPeeringDefinition : ResourceDefinition
{
    /// <summary>State of a peering whose other side is gone.</summary>
    public const string Disconnected = "Disconnected";

    private const string StatePath = "$.properties.peeringState";

    public override string Kind => StepKinds.VirtualNetworkPeering;

    public override string Type => ArmTypes.VirtualNetworkPeering;

    public override bool HasTags => false;

    public override IReadOnlyList<string> ReplacePaths => ["$.properties.remoteVirtualNetwork"];

    public override JsonObject Render(ResourceContext context)
    {
        var (remote, options) = SideOf(context.Spec, context.Step.ResourceId!);
        var properties = new JsonObject { ["remoteVirtualNetwork"] = Json.Reference(remote) };
        Set(properties, "allowVirtualNetworkAccess", options.AllowVirtualNetworkAccess);
        Set(properties, "allowForwardedTraffic", options.AllowForwardedTraffic);
        Set(properties, "allowGatewayTransit", options.AllowGatewayTransit);
        Set(properties, "useRemoteGateways", options.UseRemoteGateways);
        return new JsonObject { ["properties"] = properties };
    }

    public override DesiredState Desired(ResourceContext context, JsonObject? existing)
    {
        var desired = base.Desired(context, existing);
        return (string?)existing?["properties"]?["peeringState"] == Disconnected
            ? desired with { Changes = [.. desired.Changes, new FieldChange(StatePath, Disconnected, "Connected")], IsReplacement = true }
            : desired;
    }

    /// <summary>Where the peering leads, and with which options.</summary>
    private static (string Remote, PeeringOptionsSpec Options) SideOf(ClusterSpec spec, string id)
    {
        foreach (var peering in spec.Network.VirtualNetwork.Peerings)
        {
            if (ResourceId.Same(id, ClusterResourceIds.ForwardPeering(spec, peering)))
            {
                return (peering.RemoteVirtualNetworkId, peering.Forward);
            }

            if (ResourceId.Same(id, ClusterResourceIds.ReversePeering(spec, peering)))
            {
                return (ClusterResourceIds.VirtualNetwork(spec), peering.Reverse);
            }
        }

        throw new InvalidOperationException($"The spec has no peering {id}.");
    }

    private static void Set(JsonObject properties, string name, bool? value)
    {
        if (value is { } wanted)
        {
            properties[name] = wanted;
        }
    }
}
