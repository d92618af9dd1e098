namespace Orchestrator.Contracts.Clusters;

public sealed record VirtualNetworkSpec
{
    public required string Name { get; init; }

    /// <summary>In the cluster's subscription: Azure puts no network interface into a network of another.</summary>
    public required string ResourceGroup { get; init; }

    public required IReadOnlyList<string> CidrBlocks { get; init; }

    public IReadOnlyList<VirtualNetworkPeeringSpec> Peerings { get; init; } = [];

    /// <summary>ARM id of a DDoS protection plan, which may be in another subscription; null protects the network as Azure does without one.</summary>
    public string? DdosProtectionPlanId { get; init; }
}
