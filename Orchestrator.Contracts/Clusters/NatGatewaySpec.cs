namespace Orchestrator.Contracts.Clusters;

public sealed record NatGatewaySpec
{
    public required string Name { get; init; }

    public required string PublicIPName { get; init; }

    public string? PublicIPDnsName { get; init; }

    public IReadOnlyList<string> Zones { get; init; } = [];
}
