namespace Orchestrator.Contracts.Clusters;

public sealed record SubnetSpec
{
    public required string Name { get; init; }

    public required SubnetRole Role { get; init; }

    public required IReadOnlyList<string> CidrBlocks { get; init; }

    public required SecurityGroupSpec SecurityGroup { get; init; }

    /// <summary>Name of the route table; null when the subnet has none.</summary>
    public string? RouteTable { get; init; }

    public NatGatewaySpec? NatGateway { get; init; }

    public IReadOnlyList<ServiceEndpointSpec> ServiceEndpoints { get; init; } = [];
}
