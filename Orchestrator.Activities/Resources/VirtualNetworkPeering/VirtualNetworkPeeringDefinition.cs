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
        var id = context.Step.ResourceId!;
        var (remote, options) = SideOf(context.Spec, id) ?? throw new InvalidOperationException($"The spec has no peering {id}.");
        var once = context.PriorSpecs.Select(spec => SideOf(spec, id)?.Options).OfType<PeeringOptionsSpec>().ToList();
        var properties = new JsonObject { ["remoteVirtualNetwork"] = Json.Reference(remote) };
        Set("allowVirtualNetworkAccess", static o => o.AllowVirtualNetworkAccess, azuresOwn: true);
        Set("allowForwardedTraffic", static o => o.AllowForwardedTraffic, azuresOwn: false);
        Set("allowGatewayTransit", static o => o.AllowGatewayTransit, azuresOwn: false);
        Set("useRemoteGateways", static o => o.UseRemoteGateways, azuresOwn: false);
        return new JsonObject { ["properties"] = properties };

        // What an earlier spec said and this one does not goes back to what Azure makes of it.
        void Set(string name, Func<PeeringOptionsSpec, bool?> option, bool azuresOwn)
        {
            if ((option(options) ?? (once.Exists(o => option(o) is not null) ? azuresOwn : null)) is { } wanted)
            {
                properties[name] = wanted;
            }
        }
    }

    public override DesiredState Desired(ResourceContext context, JsonObject? existing)
    {
        var desired = base.Desired(context, existing);
        return (string?)existing?["properties"]?["peeringState"] == Disconnected
            ? desired with { Changes = [.. desired.Changes, new FieldChange(StatePath, Disconnected, "Connected")], IsReplacement = true }
            : desired;
    }

    /// <summary>Where the peering leads, and with which options; null: the spec does not have it.</summary>
    private static (string Remote, PeeringOptionsSpec Options)? SideOf(ClusterSpec spec, string id)
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

        return null;
    }
}
