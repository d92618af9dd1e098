using System.Security.Cryptography;
using System.Text;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Drafts;

namespace Orchestrator.Manifests.Defaults;

/// <summary>Names and redundancy of a backup store, as Gardener chooses them.</summary>
internal static class BackupDefaults
{
    public static BackupSpec? Apply(BackupDraft? draft, ClusterKey cluster, string subscription, string resourceGroup) => draft is null ? null : new BackupSpec
    {
        ResourceGroup = draft.ResourceGroup ?? $"{resourceGroup}-backup",
        StorageAccount = draft.StorageAccount ?? AccountName($"{subscription.ToLowerInvariant()}/{cluster}"),
        Container = draft.Container ?? "etcd-backups",
        Sku = draft.Sku ?? "Standard_ZRS",
        KeyExpirationDays = draft.KeyExpirationDays,
        DeleteAfterDays = draft.DeleteAfterDays,
        Immutability = draft.Immutability,
    };

    private static string AccountName(string owner) => $"bkp{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(owner)))[..15]}";
}
