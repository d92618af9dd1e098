using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

/// <summary>What a machine may have beside its size, image, disks and network. CAPZ's documents and our own call these fields alike.</summary>
internal static class MachineOptionsReader
{
    /// <param name="machine">The object that holds the fields.</param>
    /// <param name="draft">What was read before.</param>
    /// <param name="at">Prefix of the fields in the spec where that is not the object's own place.</param>
    public static MachineDraft Read(ObjectReader machine, MachineDraft draft, string at = "") => draft with
    {
        Security = machine.Object("securityProfile", at + "security") is { } security ? ReadSecurity(security) : null,
        BootDiagnostics = machine.Object("diagnostics", at + "bootDiagnostics")?.Object("boot", at: string.Empty) is { } boot ? ReadDiagnostics(boot) : null,
        Extensions = [.. machine.Objects("vmExtensions", at + "extensions").Select(ReadExtension)],
        BootstrapExtension = machine.Boolean("disableVMBootstrapExtension", at + "bootstrapExtension") == false,
        DisableExtensionOperations = machine.Boolean("disableExtensionOperations", at + "disableExtensionOperations") ?? false,
        UltraSsd = machine.Object("additionalCapabilities", at + "ultraSsd")?.Boolean("ultraSSDEnabled", at: string.Empty),
        DnsServers = machine.Strings("dnsServers", at + "dnsServers"),
        CapacityReservationGroupId = machine.String("capacityReservationGroupID", at + "capacityReservationGroupId"),
    };

    private static SecurityProfileSpec ReadSecurity(ObjectReader security)
    {
        var firmware = security.Object("uefiSettings", at: string.Empty);
        return new SecurityProfileSpec
        {
            EncryptionAtHost = security.Boolean("encryptionAtHost"),
            SecurityType = security.Choice("securityType", ["ConfidentialVM", "TrustedLaunch"]),
            SecureBoot = firmware?.Boolean("secureBootEnabled", at: "secureBoot"),
            VTpm = firmware?.Boolean("vTpmEnabled", at: "vTpm"),
        };
    }

    private static BootDiagnosticsSpec ReadDiagnostics(ObjectReader boot)
    {
        var own = boot.Object("userManaged", at: string.Empty);
        var uri = own?.RequiredString("storageAccountURI", at: "storageUri");
        return new BootDiagnosticsSpec(boot.Choice("storageAccountType", ["Managed", "UserManaged", "Disabled"], at: "type") ?? "Managed", uri);
    }

    private static VmExtensionDraft ReadExtension(ObjectReader extension) => new(
        extension.RequiredString("name"), extension.RequiredString("publisher"), extension.RequiredString("version"),
        extension.StringMap("settings"), extension.StringMap("protectedSettings", at: "protectedSettingsHash"));
}
