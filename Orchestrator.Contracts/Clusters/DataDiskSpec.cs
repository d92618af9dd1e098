namespace Orchestrator.Contracts.Clusters;

public sealed record DataDiskSpec
{
    public required string NameSuffix { get; init; }

    /// <summary>GiB, 4 to 32767.</summary>
    public required int DiskSizeGB { get; init; }

    /// <summary>0 to 63, unique in the machine.</summary>
    public required int Lun { get; init; }

    public string? StorageAccountType { get; init; }

    public string CachingType { get; init; } = "ReadWrite";

    /// <summary>ARM id of the disk encryption set.</summary>
    public string? DiskEncryptionSetId { get; init; }

    /// <summary>Confidential machines: VMGuestStateOnly or DiskWithVMGuestState; null: not set.</summary>
    public string? SecurityEncryptionType { get; init; }

    /// <summary>ARM id of the disk encryption set of a confidential machine's disk.</summary>
    public string? SecurityDiskEncryptionSetId { get; init; }
}
