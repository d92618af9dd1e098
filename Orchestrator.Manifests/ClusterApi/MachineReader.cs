using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

/// <summary>The fields that AzureMachineTemplate and AzureMachinePool share.</summary>
internal static class MachineReader
{
    private const string ProviderIdPrefix = "azure://";

    public static MachineDraft Read(ObjectReader machine)
    {
        machine.Unsupported("securityProfile", "vmExtensions", "additionalCapabilities", "dnsServers", "capacityReservationGroupID");
        RefuseBootstrapExtension(machine);
        ReadDiagnostics(machine.Object("diagnostics")?.Object("boot"));
        var network = ReadNetworkInterface(machine);
        return new MachineDraft
        {
            VmSize = machine.RequiredString("vmSize"),
            Image = machine.Object("image") is { } image ? ImageReader.Read(image) : null,
            OsDisk = machine.RequiredObject("osDisk") is { } disk ? DiskReader.ReadOsDisk(disk) : null,
            DataDisks = [.. machine.Objects("dataDisks").Select(DiskReader.ReadDataDisk)],
            SshPublicKey = machine.String("sshPublicKey") is { } key ? SshKey.Decode(machine, key) : null,
            SubnetName = network.SubnetName ?? machine.String("subnetName"),
            AcceleratedNetworking = network.Accelerated ?? machine.Boolean("acceleratedNetworking"),
            Spot = machine.Object("spotVMOptions", at: "spot") is { } spot ? ReadSpot(spot) : null,
        };
    }

    /// <summary>The identity stands beside the template in a pool and inside it in a machine template.</summary>
    public static MachineDraft ReadIdentity(ObjectReader owner, MachineDraft machine, string at = "")
    {
        owner.Unsupported("systemAssignedIdentityRole", "roleAssignmentName");
        return machine with
        {
            Identity = owner.Choice<MachineIdentityType>("identity", at + "identity") ?? MachineIdentityType.None,
            UserAssignedIdentities =
            [
                .. owner.Objects("userAssignedIdentities", at + "userAssignedIdentities").Select(static i => i.RequiredString("providerID", at: string.Empty))
                    .Select(static id => id.StartsWith(ProviderIdPrefix, StringComparison.Ordinal) ? id[ProviderIdPrefix.Length..] : id),
            ],
        };
    }

    private static void RefuseBootstrapExtension(ObjectReader machine)
    {
        if (machine.Boolean("disableVMBootstrapExtension") == false)
        {
            machine.Refuse("disableVMBootstrapExtension", "The bootstrap extension is not supported.", "Remove the field, or write true.");
        }
    }

    private static void ReadDiagnostics(ObjectReader? boot)
    {
        boot?.Unsupported("userManaged");
        if (boot?.Choice("storageAccountType", ["Managed", "UserManaged", "Disabled"]) is not (null or "Managed"))
        {
            boot!.Refuse("storageAccountType", "Boot diagnostics other than Managed are not supported yet.", "Write Managed, or remove the field.");
        }
    }

    private static (string? SubnetName, bool? Accelerated) ReadNetworkInterface(ObjectReader machine)
    {
        var interfaces = machine.Objects("networkInterfaces");
        if (interfaces.Count > 1)
        {
            machine.Refuse("networkInterfaces", "More than one network interface is not supported yet.", "Keep the first one only.");
        }

        if (interfaces.Count > 0 && (machine.Has("subnetName") || machine.Has("acceleratedNetworking")))
        {
            machine.Invalid("networkInterfaces", "'networkInterfaces' excludes 'subnetName' and 'acceleratedNetworking' of the machine.", "Write them inside 'networkInterfaces'.");
        }

        var settings = interfaces.Select(ReadOne).ToList();
        return settings.FirstOrDefault();

        static (string?, bool?) ReadOne(ObjectReader nic)
        {
            if (nic.Integer("privateIPConfigs") is { } count && count != 1)
            {
                nic.Refuse("privateIPConfigs", "More than one address per machine is not supported yet.", "Write 1, or remove the field.");
            }

            return (nic.String("subnetName"), nic.Boolean("acceleratedNetworking"));
        }
    }

    private static SpotDraft ReadSpot(ObjectReader spot) =>
        new(spot.IntegerOrString("maxPrice"), spot.Choice("evictionPolicy", ["Deallocate", "Delete"]));
}
