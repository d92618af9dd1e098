using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Manifests.Drafts;

internal sealed record BastionDraft(string? Name, string? PublicIPName, string? PublicIPDnsName, string? Sku, bool? EnableTunneling)
{
    public IReadOnlyList<IPTagSpec> PublicIPTags { get; init; } = [];
}
