using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Defaults;

internal static class MachineDefaults
{
    private const string UltraDisk = "UltraSSD_LRS";
    private const string Contributor = "b24988ac-6180-42a0-ab88-20f7382dd24c";

    public static ControlPlaneSpec ControlPlane(ControlPlaneDraft? draft, string subscription)
    {
        var version = Version(draft?.Version);
        return new ControlPlaneSpec
        {
            Name = draft?.Name ?? Unknown.Text,
            Replicas = draft?.Replicas ?? 1,
            Version = version,
            Machine = Machine(draft?.Machine ?? new MachineDraft(), version, subscription),
            Kubeadm = draft?.Kubeadm ?? new KubeadmSpec(),
        };
    }

    public static MachinePoolSpec Pool(MachinePoolDraft draft, string subscription)
    {
        var version = Version(draft.Version);
        return new MachinePoolSpec
        {
            Name = draft.Name,
            Replicas = draft.Replicas ?? 1,
            Version = version,
            Machine = Machine(draft.Machine ?? new MachineDraft(), version, subscription),
            Kubeadm = draft.Kubeadm ?? new KubeadmSpec(),
            Strategy = draft.Strategy ?? new RollingUpdateSpec(),
            FailureDomains = draft.FailureDomains,
            // Zero is Kubernetes' way to say "for ever".
            NodeDrainTimeout = draft.NodeDrainTimeout == TimeSpan.Zero ? null : draft.NodeDrainTimeout,
            OrchestrationMode = draft.OrchestrationMode,
            PlatformFaultDomainCount = draft.PlatformFaultDomainCount,
            ZoneBalance = draft.FailureDomains.Count > 1 ? draft.ZoneBalance : null,
        };
    }

    private static MachineSpec Machine(MachineDraft draft, string version, string subscription)
    {
        var osDisk = draft.OsDisk ?? new OsDiskSpec();
        return new MachineSpec
        {
            VmSize = draft.VmSize ?? Unknown.Text,
            Image = draft.Image ?? DefaultImages.For(version),
            OsDisk = osDisk,
            DataDisks = DataDisks(draft.DataDisks),
            Identity = draft.Identity,
            UserAssignedIdentities = draft.UserAssignedIdentities,
            SshPublicKey = draft.SshPublicKey,
            SubnetName = draft.SubnetName,
            AcceleratedNetworking = draft.AcceleratedNetworking,
            PrivateIPConfigs = draft.PrivateIPConfigs ?? 1,
            SecondaryInterfaces = [.. draft.SecondaryInterfaces.Select(static nic => new NetworkInterfaceSpec
            {
                SubnetName = nic.SubnetName, AcceleratedNetworking = nic.AcceleratedNetworking, PrivateIPConfigs = nic.PrivateIPConfigs ?? 1,
            })],
            IPForwarding = draft.IPForwarding,
            DnsServers = draft.DnsServers,
            Security = draft.Security,
            BootDiagnostics = draft.BootDiagnostics ?? new BootDiagnosticsSpec(),
            Extensions = [.. draft.Extensions.Select(Extension)],
            BootstrapExtension = draft.BootstrapExtension,
            DisableExtensionOperations = draft.DisableExtensionOperations,
            UltraSsd = draft.UltraSsd,
            CapacityReservationGroupId = draft.CapacityReservationGroupId,
            TerminateNotificationMinutes = draft.TerminateNotificationMinutes,
            FailureDomain = draft.FailureDomain,
            VirtualMachineScaleSetId = draft.VirtualMachineScaleSetId,
            SystemAssignedRole = draft.SystemAssignedRole is { } role ? Role(role, subscription) : null,
            Spot = draft.Spot is { } spot ? new SpotSpec(spot.MaxPrice, spot.EvictionPolicy ?? (osDisk.Ephemeral ? "Delete" : "Deallocate")) : null,
            AdditionalTags = draft.AdditionalTags,
        };
    }

    private static List<DataDiskSpec> DataDisks(IReadOnlyList<DataDiskDraft> drafts)
    {
        var taken = drafts.Select(static d => d.Lun).OfType<int>().ToHashSet();
        var disks = new List<DataDiskSpec>();
        foreach (var draft in drafts)
        {
            var lun = draft.Lun ?? Enumerable.Range(0, int.MaxValue).First(taken.Add);
            disks.Add(new DataDiskSpec
            {
                NameSuffix = draft.NameSuffix,
                // 4 GiB, the least, stands in for a size whose absence was reported.
                DiskSizeGB = draft.DiskSizeGB ?? 4,
                Lun = lun,
                StorageAccountType = draft.StorageAccountType,
                // Azure takes no cache before an ultra disk.
                CachingType = draft.CachingType ?? (draft.StorageAccountType == UltraDisk ? "None" : "ReadWrite"),
                DiskEncryptionSetId = draft.DiskEncryptionSetId,
                SecurityEncryptionType = draft.SecurityEncryptionType,
                SecurityDiskEncryptionSetId = draft.SecurityDiskEncryptionSetId,
            });
        }

        return disks;
    }

    private static VmExtensionSpec Extension(VmExtensionDraft draft) => new()
    {
        Name = draft.Name, Publisher = draft.Publisher, Version = draft.Version, Settings = draft.Settings, ProtectedSettingsHash = draft.ProtectedHash,
    };

    private static SystemAssignedRoleSpec Role(SystemAssignedRoleDraft draft, string subscription) => new(
        draft.DefinitionId ?? $"/subscriptions/{subscription}/providers/Microsoft.Authorization/roleDefinitions/{Contributor}",
        draft.Scope?.TrimEnd('/') ?? $"/subscriptions/{subscription}",
        draft.Name);

    // Cluster API adds the v where it is missing.
    private static string Version(string? written) => written is null ? Unknown.Text : written.StartsWith('v') || Unknown.IsIn(written) ? written : $"v{written}";
}
