namespace Orchestrator.Manifests.Drafts;

internal sealed record NatGatewayDraft(string? Name, string? PublicIPName, string? PublicIPDnsName, IReadOnlyList<string> Zones);
