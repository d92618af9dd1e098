using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Manifests.Drafts;

internal sealed record NatGatewayDraft
{
    public string? Name { get; init; }

    public string? Id { get; init; }

    public string? PublicIPName { get; init; }

    public string? PublicIPDnsName { get; init; }

    public IReadOnlyList<IPTagSpec> PublicIPTags { get; init; } = [];

    public IReadOnlyList<string> PublicIPPrefixIds { get; init; } = [];

    public IReadOnlyList<string> Zones { get; init; } = [];
}
