using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.Native;

/// <summary>Reads <c>backup</c>: where etcd backups go and how long they stay.</summary>
internal static class BackupReader
{
    public static BackupDraft? Read(ObjectReader? backup)
    {
        if (backup is null)
        {
            return null;
        }

        var immutability = backup.Object("immutability");
        return new BackupDraft
        {
            ResourceGroup = backup.String("resourceGroup"),
            StorageAccount = backup.String("storageAccount"),
            Container = backup.String("container"),
            Sku = backup.String("sku"),
            KeyExpirationDays = backup.Integer("keyExpirationDays"),
            DeleteAfterDays = backup.Integer("deleteAfterDays"),
            Immutability = immutability is null ? null : ReadImmutability(immutability),
        };
    }

    private static ImmutabilitySpec? ReadImmutability(ObjectReader immutability)
    {
        var locked = immutability.Boolean("locked") ?? false;
        return immutability.Require("days") ? new ImmutabilitySpec(immutability.Integer("days") ?? 1, locked) : null;
    }
}
