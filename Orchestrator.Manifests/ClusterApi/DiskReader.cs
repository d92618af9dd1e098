using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

internal static class DiskReader
{
    private static readonly string[] CachingTypes = ["None", "ReadOnly", "ReadWrite"];

    public static OsDiskSpec ReadOsDisk(ObjectReader disk)
    {
        if (disk.Choice("osType", ["Linux", "Windows"]) == "Windows")
        {
            disk.Refuse("osType", "Windows machines are not supported yet.", "Write Linux.");
        }

        var local = disk.Object("diffDiskSettings");
        local?.Unsupported("placement");
        return new OsDiskSpec
        {
            DiskSizeGB = disk.Integer("diskSizeGB"),
            StorageAccountType = ReadStorageAccountType(disk),
            CachingType = disk.Choice("cachingType", CachingTypes) ?? "None",
            Ephemeral = local is not null && local.Require("option") && local.Choice("option", ["Local"]) is not null,
        };
    }

    public static DataDiskDraft ReadDataDisk(ObjectReader disk) => new(
        disk.RequiredString("nameSuffix"),
        disk.Require("diskSizeGB") ? disk.Integer("diskSizeGB") : null,
        disk.Integer("lun"),
        ReadStorageAccountType(disk),
        disk.Choice("cachingType", CachingTypes));

    private static string? ReadStorageAccountType(ObjectReader disk)
    {
        var managed = disk.Object("managedDisk", at: string.Empty);
        managed?.Unsupported("diskEncryptionSet", "securityProfile");
        return managed?.String("storageAccountType");
    }
}
