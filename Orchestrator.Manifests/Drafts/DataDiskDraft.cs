namespace Orchestrator.Manifests.Drafts;

internal sealed record DataDiskDraft(string NameSuffix, int? DiskSizeGB, int? Lun, string? StorageAccountType, string? CachingType, string? DiskEncryptionSetId = null)
{
    public string? SecurityEncryptionType { get; init; }

    public string? SecurityDiskEncryptionSetId { get; init; }
}
