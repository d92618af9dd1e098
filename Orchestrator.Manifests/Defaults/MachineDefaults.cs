using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Defaults;

internal static class MachineDefaults
{
    public static ControlPlaneSpec ControlPlane(ControlPlaneDraft? draft)
    {
        var version = Version(draft?.Version);
        return new ControlPlaneSpec
        {
            Name = draft?.Name ?? Unknown.Text,
            Replicas = draft?.Replicas ?? 1,
            Version = version,
            Machine = Machine(draft?.Machine ?? new MachineDraft(), version),
            Kubeadm = draft?.Kubeadm ?? new KubeadmSpec(),
        };
    }

    public static MachinePoolSpec Pool(MachinePoolDraft draft)
    {
        var version = Version(draft.Version);
        return new MachinePoolSpec
        {
            Name = draft.Name,
            Replicas = draft.Replicas ?? 1,
            Version = version,
            Machine = Machine(draft.Machine ?? new MachineDraft(), version),
            Kubeadm = draft.Kubeadm ?? new KubeadmSpec(),
            Strategy = draft.Strategy ?? new RollingUpdateSpec(),
            FailureDomains = draft.FailureDomains,
            // Zero is Kubernetes' way to say "for ever".
            NodeDrainTimeout = draft.NodeDrainTimeout == TimeSpan.Zero ? null : draft.NodeDrainTimeout,
        };
    }

    private static MachineSpec Machine(MachineDraft draft, string version)
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
                CachingType = draft.CachingType ?? "ReadWrite",
            });
        }

        return disks;
    }

    // Cluster API adds the v where it is missing.
    private static string Version(string? written) => written is null ? Unknown.Text : written.StartsWith('v') || Unknown.IsIn(written) ? written : $"v{written}";
}
