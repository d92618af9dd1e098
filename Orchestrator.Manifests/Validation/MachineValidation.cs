using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Validation;

internal static class MachineValidation
{
    private const string UltraDisk = "UltraSSD_LRS";

    private static readonly string[] DiskTypes = ["Standard_LRS", "StandardSSD_LRS", "StandardSSD_ZRS", "Premium_LRS", "Premium_ZRS", "PremiumV2_LRS", UltraDisk];

    public static void Check(string path, MachineSpec machine, NetworkSpec network, SubnetRole role, SpecReport report)
    {
        report.Pattern($"{path}.vmSize", "vmSize", machine.VmSize, NamePatterns.VmSize(), "a size such as Standard_D2s_v3");
        CheckOsDisk($"{path}.osDisk", machine.OsDisk, report);
        CheckDataDisks($"{path}.dataDisks", machine, report);
        CheckIdentities(path, machine, report);
        CheckSubnet(path, machine, network, role, report);
        MachineOptionsValidation.Check(path, machine, network, report);
        ClusterValidation.CheckTags($"{path}.additionalTags", machine.AdditionalTags, report);
        if (machine.SshPublicKey is { } key)
        {
            CheckSshKey($"{path}.sshPublicKey", key, report);
        }

        if (machine.Spot?.MaxPrice is { } price)
        {
            report.Pattern($"{path}.spot.maxPrice", "maxPrice", price, NamePatterns.SpotPrice(), "US dollars an hour such as 0.05, or -1");
        }

        if (machine.Image.Id is { } id && !Unknown.IsIn(id) && !id.StartsWith('/'))
        {
            report.Invalid($"{path}.image.id", $"\"{id}\" is not an ARM id.", "Write an id that begins with /subscriptions/.");
        }
    }

    private static void CheckOsDisk(string path, OsDiskSpec disk, SpecReport report)
    {
        report.Range($"{path}.diskSizeGB", "diskSizeGB", disk.DiskSizeGB, 1, 2048);
        CheckDiskType(path, disk.StorageAccountType, report);
        CheckEncryptionSet($"{path}.diskEncryptionSetId", disk.DiskEncryptionSetId, report);
        CheckEncryptionSet($"{path}.securityDiskEncryptionSetId", disk.SecurityDiskEncryptionSetId, report);
        if (disk.StorageAccountType == UltraDisk)
        {
            report.Invalid($"{path}.storageAccountType", "An ultra disk cannot hold the operating system.", "Write Premium_LRS.");
        }

        if (disk is { Ephemeral: true, DiskEncryptionSetId: not null })
        {
            report.Invalid($"{path}.diskEncryptionSetId", "An ephemeral OS disk takes no disk encryption set.", "Remove it, or encrypt at the host.");
        }

        if (disk.Ephemeral && disk.CachingType != "ReadOnly")
        {
            report.Invalid($"{path}.cachingType", $"An ephemeral OS disk has the caching type {disk.CachingType}.", "Write ReadOnly.");
        }
    }

    private static void CheckDataDisks(string path, MachineSpec machine, SpecReport report)
    {
        var disks = machine.DataDisks;
        for (var i = 0; i < disks.Count; i++)
        {
            var (disk, at) = (disks[i], $"{path}[{i}]");
            report.Pattern($"{at}.nameSuffix", "nameSuffix", disk.NameSuffix, NamePatterns.DiskSuffix(), "letters, digits, hyphens, underscores and periods");
            report.Range($"{at}.diskSizeGB", "diskSizeGB", disk.DiskSizeGB, 4, 32767);
            report.Range($"{at}.lun", "lun", disk.Lun, 0, 63);
            CheckDiskType(at, disk.StorageAccountType, report);
            CheckEncryptionSet($"{at}.diskEncryptionSetId", disk.DiskEncryptionSetId, report);
            CheckUltra(at, disk, machine, report);
            if (disks.Take(i).Any(d => d.NameSuffix == disk.NameSuffix))
            {
                report.Invalid($"{at}.nameSuffix", $"Two data disks have the suffix '{disk.NameSuffix}'.", "Rename one of them.");
            }

            if (disks.Take(i).Any(d => d.Lun == disk.Lun))
            {
                report.Invalid($"{at}.lun", $"Two data disks have the lun {disk.Lun}.", "Give each disk a lun of its own.");
            }
        }
    }

    private static void CheckDiskType(string path, string? type, SpecReport report)
    {
        if (type is not null && !Unknown.IsIn(type) && !DiskTypes.Contains(type, StringComparer.Ordinal))
        {
            report.Invalid($"{path}.storageAccountType", $"\"{type}\" is not a disk type.", $"Write one of {string.Join(", ", DiskTypes)}.");
        }
    }

    private static void CheckUltra(string path, DataDiskSpec disk, MachineSpec machine, SpecReport report)
    {
        if (disk.StorageAccountType != UltraDisk)
        {
            return;
        }

        if (disk.CachingType != "None")
        {
            report.Invalid($"{path}.cachingType", $"An ultra disk has the caching type {disk.CachingType}.", "Write None.");
        }

        if (machine.UltraSsd == false)
        {
            report.Invalid($"{path}.storageAccountType", "The machine has an ultra disk and forbids ultra disks.", "Remove additionalCapabilities.ultraSSDEnabled: false.");
        }
    }

    private static void CheckEncryptionSet(string path, string? id, SpecReport report) =>
        MachineOptionsValidation.CheckId(path, "diskEncryptionSet", id, "Microsoft.Compute/diskEncryptionSets", report);

    private static void CheckIdentities(string path, MachineSpec machine, SpecReport report)
    {
        var identities = machine.UserAssignedIdentities;
        if (machine.Identity == MachineIdentityType.UserAssigned && identities.Count == 0)
        {
            report.Error(ErrorCatalog.MissingField, $"{path}.identity", "A machine of identity UserAssigned names no identity.", "Add userAssignedIdentities.");
        }

        if (machine.Identity != MachineIdentityType.UserAssigned && identities.Count > 0)
        {
            report.Invalid($"{path}.userAssignedIdentities", $"User-assigned identities are given, but the identity is {machine.Identity}.", "Write identity: UserAssigned.");
        }

        for (var i = 0; i < identities.Count; i++)
        {
            report.Pattern(
                $"{path}.userAssignedIdentities[{i}]", "userAssignedIdentities", identities[i], NamePatterns.UserAssignedIdentity(),
                "/subscriptions/…/resourceGroups/…/providers/Microsoft.ManagedIdentity/userAssignedIdentities/…");
        }
    }

    private static void CheckSubnet(string path, MachineSpec machine, NetworkSpec network, SubnetRole role, SpecReport report)
    {
        var fitting = network.Subnets.Where(s => s.Role == role).ToList();
        if (fitting.Count == 0)
        {
            fitting = [.. network.Subnets.Where(static s => s.Role == SubnetRole.Cluster)];
        }

        var names = network.Subnets.Where(s => s.Role == role || s.Role == SubnetRole.Cluster).Select(static s => s.Name).ToList();
        if (machine.SubnetName is { } name && !Unknown.IsIn(name) && !names.Contains(name, StringComparer.Ordinal))
        {
            report.Error(
                ErrorCatalog.BrokenReference, $"{path}.subnetName", $"There is no subnet '{name}' for these machines.", $"Write one of {string.Join(", ", names)}.");
        }
        else if (machine.SubnetName is null && fitting.Count > 1)
        {
            report.Error(
                ErrorCatalog.MissingField, $"{path}.subnetName", "Several subnets suit these machines.", $"Name one: {string.Join(", ", fitting.Select(static s => s.Name))}.");
        }
    }

    private static void CheckSshKey(string path, string key, SpecReport report)
    {
        if (Unknown.IsIn(key))
        {
            return;
        }

        // The key's blob begins with the length and name of its own type.
        var fields = key.Split(' ');
        var valid = NamePatterns.SshPublicKey().IsMatch(key)
            && Convert.TryFromBase64String(fields[1], new byte[fields[1].Length], out var length) && length > 4 + fields[0].Length
            && Convert.FromBase64String(fields[1]).AsSpan(4, fields[0].Length).SequenceEqual(System.Text.Encoding.ASCII.GetBytes(fields[0]));
        if (!valid)
        {
            report.Invalid(path, "The SSH public key is not a line of authorized_keys.", "Write one line such as \"ssh-rsa AAAA… name\" (in CAPZ documents: its base64).");
        }
    }
}
