namespace Orchestrator.Contracts.Clusters;

/// <summary>A peering of the cluster's virtual network with another, in both directions.</summary>
public sealed record VirtualNetworkPeeringSpec
{
    /// <summary>ARM id; the network may be in another resource group or subscription. It is never changed beyond the peering.</summary>
    public required string RemoteVirtualNetworkId { get; init; }

    /// <summary>Of the peering from the cluster's network.</summary>
    public PeeringOptionsSpec Forward { get; init; } = new();

    /// <summary>Of the peering from the remote network.</summary>
    public PeeringOptionsSpec Reverse { get; init; } = new();
}
