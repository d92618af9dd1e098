using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.ClusterApi;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.Native;

/// <summary>Control plane and pools of our own manifest; what it leaves out is as in CAPZ's machine-pool template.</summary>
internal sealed class NativeMachineReader(string clusterName, string version, string? sshPublicKey, RoleReferences roles)
{
    /// <summary>The internal API server's name, which its machines have to find at themselves while they bootstrap.</summary>
    public string? HairpinHost { get; init; }

    public ControlPlaneDraft ReadControlPlane(ObjectReader controlPlane)
    {
        var name = $"{clusterName}-control-plane";
        var etcdDiskSize = controlPlane.Integer("etcdDiskSizeGB", at: "machine.dataDisks[0].diskSizeGB") ?? 256;
        var machine = ReadMachine(controlPlane, osDiskSizeGB: 128) with
        {
            DataDisks = [new DataDiskDraft("etcddisk", etcdDiskSize, Lun: 0, StorageAccountType: null, CachingType: null)],
            FailureDomain = controlPlane.String("zone", at: "machine.failureDomain"),
        };
        return new ControlPlaneDraft(name, controlPlane.Integer("replicas"), version, machine, KubeadmDefaults.ControlPlane(clusterName, name, HairpinHost));
    }

    public MachinePoolDraft ReadPool(ObjectReader pool)
    {
        var name = pool.RequiredString("name");
        var defaults = new RollingUpdateSpec();
        return new MachinePoolDraft
        {
            Name = name,
            Replicas = pool.Integer("replicas"),
            Version = pool.String("kubernetesVersion", at: "version") ?? version,
            Machine = ReadMachine(pool, osDiskSizeGB: 30) with
            {
                DataDisks = [.. pool.Objects("dataDisks", at: "machine.dataDisks").Select(DiskReader.ReadDataDisk)],
                TerminateNotificationMinutes = pool.Integer("terminateNotificationTimeout", at: "machine.terminateNotificationMinutes"),
            },
            OrchestrationMode = pool.Choice<OrchestrationMode>("orchestrationMode") ?? OrchestrationMode.Uniform,
            PlatformFaultDomainCount = pool.Integer("platformFaultDomainCount"),
            ZoneBalance = pool.Boolean("zoneBalance"),
            Kubeadm = KubeadmDefaults.Worker(name),
            Strategy = new RollingUpdateSpec
            {
                MaxSurge = pool.IntegerOrString("maxSurge", at: "strategy.maxSurge") ?? defaults.MaxSurge,
                MaxUnavailable = pool.IntegerOrString("maxUnavailable", at: "strategy.maxUnavailable") ?? defaults.MaxUnavailable,
                DeletePolicy = pool.Choice<DeletePolicy>("deletePolicy", at: "strategy.deletePolicy") ?? defaults.DeletePolicy,
            },
            FailureDomains = pool.Strings("zones", at: "failureDomains"),
            NodeDrainTimeout = pool.Duration("nodeDrainTimeout"),
        };
    }

    private MachineDraft ReadMachine(ObjectReader machine, int osDiskSizeGB)
    {
        var identities = machine.Strings("userAssignedIdentities", at: "machine.userAssignedIdentities");
        var ephemeral = machine.Boolean("ephemeralOSDisk", at: "machine.osDisk.ephemeral") ?? false;
        var draft = new MachineDraft
        {
            VmSize = machine.RequiredString("vmSize", at: "machine.vmSize"),
            Image = machine.Object("image", at: "machine.image") is { } image ? ImageReader.Read(image) : null,
            OsDisk = new OsDiskSpec
            {
                DiskSizeGB = machine.Integer("osDiskSizeGB", at: "machine.osDisk.diskSizeGB") ?? osDiskSizeGB,
                StorageAccountType = machine.String("osDiskType", at: "machine.osDisk.storageAccountType"),
                DiskEncryptionSetId = machine.String("osDiskEncryptionSetID", at: "machine.osDisk.diskEncryptionSetId"),
                Ephemeral = ephemeral,
                CachingType = ephemeral ? "ReadOnly" : "None",
            },
            Identity = machine.Choice<MachineIdentityType>("identity", at: "machine.identity") ?? (identities.Count > 0 ? MachineIdentityType.UserAssigned : MachineIdentityType.None),
            UserAssignedIdentities = identities,
            SystemAssignedRole = roles.Read(machine),
            SshPublicKey = sshPublicKey,
            SubnetName = machine.String("subnet", at: "machine.subnetName"),
            AcceleratedNetworking = machine.Boolean("acceleratedNetworking", at: "machine.acceleratedNetworking"),
            Spot = machine.Boolean("spot", at: "machine.spot") == true ? new SpotDraft(MaxPrice: null, EvictionPolicy: null) : null,
            AdditionalTags = machine.StringMap("tags", at: "machine.additionalTags"),
        };
        return MachineOptionsReader.Read(machine, draft, at: "machine.");
    }
}
