namespace Orchestrator.Manifests.Drafts;

internal sealed record FrontendDraft(string? Name, string? PublicIPName, string? DnsName, string? PrivateIPAddress);
