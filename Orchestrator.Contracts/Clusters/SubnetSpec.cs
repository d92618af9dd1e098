namespace Orchestrator.Contracts.Clusters;

public sealed record SubnetSpec
{
    public required string Name { get; init; }

    public required SubnetRole Role { get; init; }

    public required IReadOnlyList<string> CidrBlocks { get; init; }

    /// <summary>Null only for a bastion's subnet.</summary>
    public SecurityGroupSpec? SecurityGroup { get; init; }

    /// <summary>Name of the route table; null when the subnet has none.</summary>
    public string? RouteTable { get; init; }

    /// <summary>ARM id of a route table that somebody else made: it is joined and never changed. Null: the cluster's own, beside its virtual network.</summary>
    public string? BorrowedRouteTableId { get; init; }

    public NatGatewaySpec? NatGateway { get; init; }

    public IReadOnlyList<ServiceEndpointSpec> ServiceEndpoints { get; init; } = [];

    public IReadOnlyList<PrivateEndpointSpec> PrivateEndpoints { get; init; } = [];
}
