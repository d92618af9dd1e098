namespace Orchestrator.Contracts.Clusters;

/// <summary>Options of one direction of a peering; null leaves the option as Azure has it.</summary>
public sealed record PeeringOptionsSpec
{
    public bool? AllowForwardedTraffic { get; init; }

    public bool? AllowGatewayTransit { get; init; }

    public bool? AllowVirtualNetworkAccess { get; init; }

    public bool? UseRemoteGateways { get; init; }
}
