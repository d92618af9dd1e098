namespace Orchestrator.Contracts.Clusters;

public sealed record NatGatewaySpec
{
    public required string Name { get; init; }

    /// <summary>ARM id of a gateway that somebody else made: it is joined and never changed. Null: the cluster's own.</summary>
    public string? BorrowedId { get; init; }

    public required string PublicIPName { get; init; }

    public string? PublicIPDnsName { get; init; }

    /// <summary>Of the public IP.</summary>
    public IReadOnlyList<IPTagSpec> PublicIPTags { get; init; } = [];

    /// <summary>ARM ids of public IP prefixes whose addresses it uses too; never changed.</summary>
    public IReadOnlyList<string> PublicIPPrefixIds { get; init; } = [];

    public IReadOnlyList<string> Zones { get; init; } = [];
}
