using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Manifests.Drafts;

internal sealed record BackupDraft
{
    public string? ResourceGroup { get; init; }

    public string? StorageAccount { get; init; }

    public string? Container { get; init; }

    public string? Sku { get; init; }

    public int? KeyExpirationDays { get; init; }

    public int? DeleteAfterDays { get; init; }

    public ImmutabilitySpec? Immutability { get; init; }
}
