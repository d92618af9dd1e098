using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Manifests.Validation;

/// <summary>What Azure takes for an account, a container and their policies.</summary>
internal static class BackupValidation
{
    private const int LongestRetention = 146_000;
    private static readonly string[] Skus = ["Standard_LRS", "Standard_ZRS", "Standard_GRS", "Standard_GZRS", "Standard_RAGRS", "Standard_RAGZRS"];

    public static void Check(ClusterSpec spec, SpecReport report)
    {
        if (spec.Backup is not { } backup)
        {
            return;
        }

        ClusterValidation.CheckResourceGroup("backup.resourceGroup", backup.ResourceGroup, report);
        report.Pattern("backup.storageAccount", "storageAccount", backup.StorageAccount, NamePatterns.StorageAccount(), "3 to 24 lower-case letters and digits");
        report.Pattern("backup.container", "container", backup.Container, NamePatterns.BlobContainer(), "3 to 63 lower-case letters, digits and single hyphens that begin and end with a letter or digit");
        if (!Skus.Contains(backup.Sku, StringComparer.Ordinal))
        {
            report.Invalid("backup.sku", $"'sku' cannot be \"{backup.Sku}\".", $"Write one of {string.Join(", ", Skus)}.");
        }

        report.Range("backup.keyExpirationDays", "keyExpirationDays", backup.KeyExpirationDays, 1, int.MaxValue);
        report.Range("backup.deleteAfterDays", "deleteAfterDays", backup.DeleteAfterDays, 1, LongestRetention);
        report.Range("backup.immutability.days", "days", backup.Immutability?.Days, 1, LongestRetention);
        if (backup.DeleteAfterDays < backup.Immutability?.Days)
        {
            report.Invalid(
                "backup.deleteAfterDays", $"Backups would be deleted after {backup.DeleteAfterDays} days, but nobody can delete them for {backup.Immutability!.Days}.",
                $"Write {backup.Immutability.Days} or more.");
        }
    }

    /// <summary>A store outlives changes of the cluster: it keeps its place, and a lock of its policy is for ever.</summary>
    public static void CheckTransition(BackupSpec? before, BackupSpec? after, TransitionReport changes)
    {
        if (before is null)
        {
            return;
        }

        if (after is null)
        {
            changes.Removed("backup", "the store of its backups");
            return;
        }

        changes.Same("backup.resourceGroup", before.ResourceGroup, after.ResourceGroup);
        changes.Same("backup.storageAccount", before.StorageAccount, after.StorageAccount);
        changes.Same("backup.container", before.Container, after.Container);
        changes.Same("backup.sku", before.Sku, after.Sku);
        if (before.Immutability is not { Locked: true, Days: var days })
        {
            return;
        }

        if (after.Immutability is null)
        {
            changes.Removed("backup.immutability", "a policy that is locked");
        }
        else if (!after.Immutability.Locked)
        {
            changes.Same("backup.immutability.locked", "true", "false");
        }
        else if (after.Immutability.Days < days)
        {
            changes.Forbidden("backup.immutability.days", $"The immutability policy is locked at {days} days and cannot be shortened to {after.Immutability.Days}.", $"Write {days} or more.");
        }
    }
}
