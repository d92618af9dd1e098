namespace Orchestrator.Contracts.Clusters;

public sealed record VirtualNetworkSpec
{
    public required string Name { get; init; }

    public required string ResourceGroup { get; init; }

    public required IReadOnlyList<string> CidrBlocks { get; init; }
}
