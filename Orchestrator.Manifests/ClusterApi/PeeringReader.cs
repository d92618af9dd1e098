using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

internal static class PeeringReader
{
    public static PeeringDraft Read(ObjectReader peering) => new(
        RemoteId: null,
        peering.RequiredString("remoteVnetName", at: "remoteVirtualNetworkId"),
        peering.String("resourceGroup"),
        Options(peering.Object("forwardPeeringProperties", at: "forward")),
        Options(peering.Object("reversePeeringProperties", at: "reverse")));

    public static PeeringOptionsSpec Options(ObjectReader? options) => new()
    {
        AllowForwardedTraffic = options?.Boolean("allowForwardedTraffic"),
        AllowGatewayTransit = options?.Boolean("allowGatewayTransit"),
        AllowVirtualNetworkAccess = options?.Boolean("allowVirtualNetworkAccess"),
        UseRemoteGateways = options?.Boolean("useRemoteGateways"),
    };
}
