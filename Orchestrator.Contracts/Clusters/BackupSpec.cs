namespace Orchestrator.Contracts.Clusters;

/// <summary>The store of a cluster's etcd backups: one container in a storage account, in a resource group of its own so that it can outlive the cluster.</summary>
public sealed record BackupSpec
{
    public required string ResourceGroup { get; init; }

    /// <summary>Unique in all of Azure.</summary>
    public required string StorageAccount { get; init; }

    public required string Container { get; init; }

    public string Sku { get; init; } = "Standard_ZRS";

    /// <summary>Days after which Azure reminds of the account's keys; null: never.</summary>
    public int? KeyExpirationDays { get; init; }

    /// <summary>Days after their creation at which backups are deleted; null: never.</summary>
    public int? DeleteAfterDays { get; init; }

    /// <summary>null: backups can be changed and deleted at any time.</summary>
    public ImmutabilitySpec? Immutability { get; init; }
}
