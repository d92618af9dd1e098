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
        var interfaces = ReadNetworkInterfaces(machine);
        var first = interfaces.Count > 0 ? interfaces[0] : null;
        var draft = new MachineDraft
        {
            VmSize = machine.RequiredString("vmSize"),
            Image = machine.Object("image") is { } image ? ImageReader.Read(image) : null,
            OsDisk = machine.RequiredObject("osDisk") is { } disk ? DiskReader.ReadOsDisk(disk) : null,
            DataDisks = [.. machine.Objects("dataDisks").Select(DiskReader.ReadDataDisk)],
            SshPublicKey = machine.String("sshPublicKey") is { } key ? SshKey.Decode(machine, key) : null,
            SubnetName = first?.SubnetName ?? machine.String("subnetName"),
            AcceleratedNetworking = first?.AcceleratedNetworking ?? machine.Boolean("acceleratedNetworking"),
            PrivateIPConfigs = first?.PrivateIPConfigs,
            SecondaryInterfaces = [.. interfaces.Skip(1)],
            Spot = machine.Object("spotVMOptions", at: "spot") is { } spot ? ReadSpot(spot) : null,
        };
        return MachineOptionsReader.Read(machine, draft);
    }

    /// <summary>The identity stands beside the template in a pool and inside it in a machine template.</summary>
    public static MachineDraft ReadIdentity(ObjectReader owner, MachineDraft machine, string at = "")
    {
        var role = owner.Object("systemAssignedIdentityRole", at + "systemAssignedRole");
        var name = role?.String("name") ?? owner.String("roleAssignmentName", at + "systemAssignedRole.name");
        return machine with
        {
            SystemAssignedRole = role is null && name is null ? null : new SystemAssignedRoleDraft(name, role?.String("scope"), role?.String("definitionID", at: "definitionId")),
            Identity = owner.Choice<MachineIdentityType>("identity", at + "identity") ?? MachineIdentityType.None,
            UserAssignedIdentities =
            [
                .. owner.Objects("userAssignedIdentities", at + "userAssignedIdentities").Select(static i => i.RequiredString("providerID", at: string.Empty))
                    .Select(static id => id.StartsWith(ProviderIdPrefix, StringComparison.Ordinal) ? id[ProviderIdPrefix.Length..] : id),
            ],
        };
    }

    /// <summary>The first stands for the machine's own network settings, the others beside it.</summary>
    private static List<NetworkInterfaceDraft> ReadNetworkInterfaces(ObjectReader machine)
    {
        var interfaces = machine.Objects("networkInterfaces").Select(static nic => new NetworkInterfaceDraft(
            nic.String("subnetName"), nic.Boolean("acceleratedNetworking"), nic.Integer("privateIPConfigs"))).ToList();
        if (interfaces.Count > 0 && (machine.Has("subnetName") || machine.Has("acceleratedNetworking")))
        {
            machine.Invalid("networkInterfaces", "'networkInterfaces' excludes 'subnetName' and 'acceleratedNetworking' of the machine.", "Write them inside 'networkInterfaces'.");
        }

        return interfaces;
    }

    private static SpotDraft ReadSpot(ObjectReader spot) =>
        new(spot.IntegerOrString("maxPrice"), spot.Choice("evictionPolicy", ["Deallocate", "Delete"]));
}
