using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Manifests.Drafts;

internal sealed record MachineDraft
{
    public string? VmSize { get; init; }

    public ImageSpec? Image { get; init; }

    public OsDiskSpec? OsDisk { get; init; }

    public IReadOnlyList<DataDiskDraft> DataDisks { get; init; } = [];

    public MachineIdentityType Identity { get; init; }

    public IReadOnlyList<string> UserAssignedIdentities { get; init; } = [];

    public string? SshPublicKey { get; init; }

    public string? SubnetName { get; init; }

    public bool? AcceleratedNetworking { get; init; }

    public int? PrivateIPConfigs { get; init; }

    public IReadOnlyList<NetworkInterfaceDraft> SecondaryInterfaces { get; init; } = [];

    public bool IPForwarding { get; init; }

    public IReadOnlyList<string> DnsServers { get; init; } = [];

    public SpotDraft? Spot { get; init; }

    public SecurityProfileSpec? Security { get; init; }

    public BootDiagnosticsSpec? BootDiagnostics { get; init; }

    public IReadOnlyList<VmExtensionDraft> Extensions { get; init; } = [];

    public bool BootstrapExtension { get; init; }

    public bool DisableExtensionOperations { get; init; }

    public bool? UltraSsd { get; init; }

    public string? CapacityReservationGroupId { get; init; }

    public int? TerminateNotificationMinutes { get; init; }

    public string? FailureDomain { get; init; }

    public string? VirtualMachineScaleSetId { get; init; }

    public SystemAssignedRoleDraft? SystemAssignedRole { get; init; }

    public SortedDictionary<string, string> AdditionalTags { get; init; } = new(StringComparer.Ordinal);
}
