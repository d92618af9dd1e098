using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Manifests.Drafts;

internal sealed record FrontendDraft(string? Name, string? PublicIPName, string? DnsName, string? PrivateIPAddress)
{
    public IReadOnlyList<IPTagSpec> PublicIPTags { get; init; } = [];
}
