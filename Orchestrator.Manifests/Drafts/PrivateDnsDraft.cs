namespace Orchestrator.Manifests.Drafts;

/// <summary><c>Wanted</c> is false where the manifest says that an internal API server is named elsewhere.</summary>
internal sealed record PrivateDnsDraft(bool Wanted = true, string? Name = null, string? ResourceGroup = null, string? SubscriptionId = null);
