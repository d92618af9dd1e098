using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

internal static class DiskReader
{
    private static readonly string[] EncryptionTypes = ["VMGuestStateOnly", "DiskWithVMGuestState"];
    private static readonly string[] CachingTypes = ["None", "ReadOnly", "ReadWrite"];

    public static OsDiskSpec ReadOsDisk(ObjectReader disk)
    {
        if (disk.Choice("osType", ["Linux", "Windows"]) == "Windows")
        {
            disk.Refuse("osType", "Windows machines are not supported yet.", "Write Linux.");
        }

        var local = disk.Object("diffDiskSettings", at: "ephemeral");
        var managed = disk.Object("managedDisk", at: string.Empty);
        var security = managed?.Object("securityProfile", at: string.Empty);
        return new OsDiskSpec
        {
            DiskSizeGB = disk.Integer("diskSizeGB"),
            StorageAccountType = managed?.String("storageAccountType"),
            CachingType = disk.Choice("cachingType", CachingTypes) ?? "None",
            Ephemeral = local is not null && local.Require("option") && local.Choice("option", ["Local"]) is not null,
            EphemeralPlacement = local?.Choice("placement", ["CacheDisk", "NvmeDisk", "ResourceDisk"]),
            DiskEncryptionSetId = ReadEncryptionSet(managed, "diskEncryptionSetId"),
            SecurityEncryptionType = security?.Choice("securityEncryptionType", EncryptionTypes),
            SecurityDiskEncryptionSetId = ReadEncryptionSet(security, "securityDiskEncryptionSetId"),
        };
    }

    public static DataDiskDraft ReadDataDisk(ObjectReader disk)
    {
        var managed = disk.Object("managedDisk", at: string.Empty);
        var security = managed?.Object("securityProfile", at: string.Empty);
        return new DataDiskDraft(
            disk.RequiredString("nameSuffix"),
            disk.Require("diskSizeGB") ? disk.Integer("diskSizeGB") : null,
            disk.Integer("lun"),
            managed?.String("storageAccountType"),
            disk.Choice("cachingType", CachingTypes),
            ReadEncryptionSet(managed, "diskEncryptionSetId"))
        {
            SecurityEncryptionType = security?.Choice("securityEncryptionType", EncryptionTypes),
            SecurityDiskEncryptionSetId = ReadEncryptionSet(security, "securityDiskEncryptionSetId"),
        };
    }

    private static string? ReadEncryptionSet(ObjectReader? owner, string at) => owner?.Object("diskEncryptionSet", at)?.RequiredString("id", at: string.Empty);
}
