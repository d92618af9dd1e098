namespace Orchestrator.Contracts.Clusters;

/// <summary>
/// A private DNS zone, linked to the cluster's network and to those that it is peered with. Made when it is not there; one that somebody else made
/// is joined and kept.
/// </summary>
public sealed record PrivateDnsZoneSpec
{
    public required string Name { get; init; }

    public required string ResourceGroup { get; init; }

    /// <summary>May be another than the cluster's.</summary>
    public required string SubscriptionId { get; init; }
}
