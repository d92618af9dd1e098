namespace Orchestrator.Contracts.Clusters;

public sealed record OsDiskSpec
{
    /// <summary>Linux (Windows comes later).</summary>
    public string OsType { get; init; } = "Linux";

    /// <summary>GiB, 1 to 2048; null: the image's size.</summary>
    public int? DiskSizeGB { get; init; }

    /// <summary>Premium_LRS, Standard_LRS, …; null: Azure chooses.</summary>
    public string? StorageAccountType { get; init; }

    /// <summary>None, ReadOnly or ReadWrite.</summary>
    public string CachingType { get; init; } = "None";

    /// <summary>On the host's own disk: gone when the machine is deallocated.</summary>
    public bool Ephemeral { get; init; }

    /// <summary>Where an ephemeral disk lies: CacheDisk, NvmeDisk or ResourceDisk; null: Azure chooses.</summary>
    public string? EphemeralPlacement { get; init; }

    /// <summary>ARM id of the disk encryption set.</summary>
    public string? DiskEncryptionSetId { get; init; }

    /// <summary>Confidential machines: VMGuestStateOnly or DiskWithVMGuestState.</summary>
    public string? SecurityEncryptionType { get; init; }

    /// <summary>ARM id of the disk encryption set of a confidential machine's guest state.</summary>
    public string? SecurityDiskEncryptionSetId { get; init; }
}
