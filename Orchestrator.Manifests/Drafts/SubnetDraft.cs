using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Manifests.Drafts;

internal sealed record SubnetDraft
{
    public string? Name { get; init; }

    public required SubnetRole Role { get; init; }

    public IReadOnlyList<string> CidrBlocks { get; init; } = [];

    public string? SecurityGroupName { get; init; }

    public string? SecurityGroupId { get; init; }

    public IReadOnlyList<SecurityRuleSpec> SecurityRules { get; init; } = [];

    public string? RouteTable { get; init; }

    public string? RouteTableId { get; init; }

    public NatGatewayDraft? NatGateway { get; init; }

    public IReadOnlyList<ServiceEndpointSpec> ServiceEndpoints { get; init; } = [];

    public IReadOnlyList<PrivateEndpointSpec> PrivateEndpoints { get; init; } = [];
}
