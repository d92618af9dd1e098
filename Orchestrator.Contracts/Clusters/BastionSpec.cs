namespace Orchestrator.Contracts.Clusters;

/// <summary>Azure Bastion: the way to the machines' SSH ports without a public address of theirs. It stands in the network's subnet of role bastion.</summary>
public sealed record BastionSpec
{
    public required string Name { get; init; }

    public required string SubnetName { get; init; }

    public required string PublicIPName { get; init; }

    public string? PublicIPDnsName { get; init; }

    /// <summary>Of the public IP.</summary>
    public IReadOnlyList<IPTagSpec> PublicIPTags { get; init; } = [];

    /// <summary>Basic or Standard; Azure never goes back to Basic.</summary>
    public string Sku { get; init; } = "Basic";

    /// <summary>Native clients may tunnel through it; needs Standard.</summary>
    public bool EnableTunneling { get; init; }
}
