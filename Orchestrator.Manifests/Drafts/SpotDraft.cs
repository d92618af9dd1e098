namespace Orchestrator.Manifests.Drafts;

internal sealed record SpotDraft(string? MaxPrice, string? EvictionPolicy);
