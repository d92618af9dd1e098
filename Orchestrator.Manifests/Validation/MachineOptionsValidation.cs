using System.Net;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Validation;

/// <summary>What a machine may have beside its size, image, disks and network.</summary>
internal static class MachineOptionsValidation
{
    private const string Confidential = "ConfidentialVM";
    private const string WholeDisk = "DiskWithVMGuestState";
    private const int LongestUri = 1024;
    private const int MostAddresses = 256;

    public static void Check(string path, MachineSpec machine, NetworkSpec network, SpecReport report)
    {
        CheckSecurity(path, machine, report);
        CheckDiagnostics($"{path}.bootDiagnostics", machine.BootDiagnostics, report);
        CheckExtensions($"{path}.extensions", machine, report);
        CheckRole(path, machine, report);
        CheckDataDiskSecurity(path, machine, report);
        CheckInterfaces(path, machine, network, report);
        report.Range($"{path}.terminateNotificationMinutes", "terminateNotificationTimeout", machine.TerminateNotificationMinutes, 5, 15);
        CheckId($"{path}.capacityReservationGroupId", "capacityReservationGroupID", machine.CapacityReservationGroupId, "Microsoft.Compute/capacityReservationGroups", report);
        CheckId($"{path}.virtualMachineScaleSetId", "virtualMachineScaleSetID", machine.VirtualMachineScaleSetId, "Microsoft.Compute/virtualMachineScaleSets", report);
        if (machine.FailureDomain is { } zone)
        {
            ZoneRules.Check($"{path}.failureDomain", [zone], report);
        }
    }

    /// <summary>An ARM id of <paramref name="type"/>, wherever it is.</summary>
    public static void CheckId(string path, string name, string? id, string type, SpecReport report)
    {
        if (id is null || Unknown.IsIn(id))
        {
            return;
        }

        var segments = id.Split('/');
        var valid = segments is ["", _, { Length: > 0 }, _, { Length: > 0 }, _, _, _, { Length: > 0 }]
            && string.Equals($"{segments[1]}/{segments[3]}/{segments[5]}/{segments[6]}/{segments[7]}", $"subscriptions/resourceGroups/providers/{type}", StringComparison.OrdinalIgnoreCase);
        if (!valid)
        {
            report.Invalid(path, $"'{name}' cannot be \"{id}\".", $"Write /subscriptions/…/resourceGroups/…/providers/{type}/….");
        }
    }

    private static void CheckSecurity(string path, MachineSpec machine, SpecReport report)
    {
        var (disk, security) = (machine.OsDisk, machine.Security ?? new SecurityProfileSpec());
        var at = $"{path}.security";
        if (security is { SecurityType: null, SecureBoot: not null } or { SecurityType: null, VTpm: not null })
        {
            report.Invalid(at, "'uefiSettings' without 'securityType' mean nothing.", "Write securityType: TrustedLaunch or ConfidentialVM.");
        }

        if (disk.SecurityEncryptionType is not { } encryption)
        {
            if (disk.SecurityDiskEncryptionSetId is not null)
            {
                report.Invalid($"{path}.osDisk.securityDiskEncryptionSetId", "A guest state's disk encryption set needs 'securityEncryptionType'.", $"Write securityEncryptionType: {WholeDisk}.");
            }

            return;
        }

        if (security.SecurityType != Confidential || security.VTpm != true)
        {
            report.Invalid(
                $"{path}.osDisk.securityEncryptionType", $"{encryption} is for confidential machines with a virtual TPM.",
                $"Write securityProfile.securityType: {Confidential} and uefiSettings.vTpmEnabled: true.");
        }

        if (encryption == WholeDisk && (security.EncryptionAtHost == true || security.SecureBoot != true))
        {
            report.Invalid($"{path}.osDisk.securityEncryptionType", $"{WholeDisk} needs secure boot and excludes encryption at host.", "Write uefiSettings.secureBootEnabled: true and remove encryptionAtHost.");
        }

        if (encryption != WholeDisk && disk.SecurityDiskEncryptionSetId is not null)
        {
            report.Invalid($"{path}.osDisk.securityDiskEncryptionSetId", $"{encryption} takes no disk encryption set.", $"Write securityEncryptionType: {WholeDisk}, or remove it.");
        }
    }

    private static void CheckDiagnostics(string path, BootDiagnosticsSpec diagnostics, SpecReport report)
    {
        if (diagnostics.Type == "UserManaged")
        {
            var valid = diagnostics.StorageUri is { Length: <= LongestUri } uri && Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.Scheme == Uri.UriSchemeHttps;
            if (!valid && !Unknown.IsIn(diagnostics.StorageUri))
            {
                report.Invalid($"{path}.storageUri", "Boot diagnostics in an account of one's own need its blob endpoint.", "Write userManaged.storageAccountURI: https://….");
            }
        }
        else if (diagnostics.StorageUri is not null)
        {
            report.Invalid($"{path}.storageUri", $"Boot diagnostics of type {diagnostics.Type} take no storage account.", "Write storageAccountType: UserManaged, or remove 'userManaged'.");
        }
    }

    private static void CheckExtensions(string path, MachineSpec machine, SpecReport report)
    {
        if (machine.DisableExtensionOperations && (machine.Extensions.Count > 0 || machine.BootstrapExtension))
        {
            report.Invalid(path, "Extensions are asked for and forbidden.", "Remove disableExtensionOperations, or the extensions.");
        }

        for (var i = 0; i < machine.Extensions.Count; i++)
        {
            var (extension, at) = (machine.Extensions[i], $"{path}[{i}]");
            report.Pattern($"{at}.name", "name", extension.Name, NamePatterns.NetworkResource(), "1 to 80 letters, digits, periods, underscores and hyphens");
            report.Pattern($"{at}.version", "version", extension.Version, NamePatterns.ExtensionVersion(), "a version such as 2.1");
            if (machine.Extensions.Take(i).Any(e => string.Equals(e.Name, extension.Name, StringComparison.OrdinalIgnoreCase)))
            {
                report.Invalid($"{at}.name", $"Two extensions are named '{extension.Name}'.", "Rename one of them.");
            }
        }
    }

    private static void CheckDataDiskSecurity(string path, MachineSpec machine, SpecReport report)
    {
        for (var i = 0; i < machine.DataDisks.Count; i++)
        {
            var (disk, at) = (machine.DataDisks[i], $"{path}.dataDisks[{i}]");
            if (disk.SecurityEncryptionType is null && disk.SecurityDiskEncryptionSetId is not null)
            {
                report.Invalid($"{at}.securityDiskEncryptionSetId", "A security profile's disk encryption set needs 'securityEncryptionType'.", $"Write securityEncryptionType: {WholeDisk}.");
            }

            if (disk.SecurityEncryptionType is not null && machine.Security?.SecurityType != "ConfidentialVM")
            {
                report.Invalid($"{at}.securityEncryptionType", "'securityEncryptionType' of a disk needs a confidential machine.", "Write securityProfile with securityType: ConfidentialVM, or remove it.");
            }
        }
    }

    private static void CheckRole(string path, MachineSpec machine, SpecReport report)
    {
        if (machine.SystemAssignedRole is not { } role)
        {
            return;
        }

        var at = $"{path}.systemAssignedRole";
        if (machine.Identity != MachineIdentityType.SystemAssigned)
        {
            report.Invalid(at, $"A role is given to a system-assigned identity, but the identity is {machine.Identity}.", "Write identity: SystemAssigned, or remove systemAssignedIdentityRole.");
        }

        report.Pattern($"{at}.definitionId", "definitionID", role.DefinitionId, NamePatterns.RoleDefinition(), "/subscriptions/…/providers/Microsoft.Authorization/roleDefinitions/…");
        report.Pattern($"{at}.scope", "scope", role.Scope, NamePatterns.RoleScope(), "an ARM id such as /subscriptions/…");
        if (role.Name is { } name)
        {
            report.Pattern($"{at}.name", "name", name, NamePatterns.Subscription(), "a UUID");
        }
    }

    private static void CheckInterfaces(string path, MachineSpec machine, NetworkSpec network, SpecReport report)
    {
        report.Range($"{path}.privateIPConfigs", "privateIPConfigs", machine.PrivateIPConfigs, 1, MostAddresses);
        for (var i = 0; i < machine.SecondaryInterfaces.Count; i++)
        {
            var (nic, at) = (machine.SecondaryInterfaces[i], $"{path}.secondaryInterfaces[{i}]");
            report.Range($"{at}.privateIPConfigs", "privateIPConfigs", nic.PrivateIPConfigs, 1, MostAddresses);
            if (nic.SubnetName is { } subnet && !Unknown.IsIn(subnet) && network.Subnets.All(s => s.Name != subnet))
            {
                report.Error(
                    Contracts.Errors.ErrorCatalog.BrokenReference, $"{at}.subnetName", $"There is no subnet '{subnet}'.",
                    $"Write one of {string.Join(", ", network.Subnets.Select(static s => s.Name))}.");
            }
        }

        for (var i = 0; i < machine.DnsServers.Count; i++)
        {
            if (!Unknown.IsIn(machine.DnsServers[i]) && !IPAddress.TryParse(machine.DnsServers[i], out _))
            {
                report.Invalid($"{path}.dnsServers[{i}]", $"\"{machine.DnsServers[i]}\" is not an IP address.", "Write an address such as 10.0.0.4.");
            }
        }
    }
}
