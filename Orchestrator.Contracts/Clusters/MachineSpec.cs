namespace Orchestrator.Contracts.Clusters;

/// <summary>The virtual machine under a node. Every field counts when asking whether a machine is stale.</summary>
public sealed record MachineSpec
{
    public required string VmSize { get; init; }

    public required ImageSpec Image { get; init; }

    public required OsDiskSpec OsDisk { get; init; }

    public IReadOnlyList<DataDiskSpec> DataDisks { get; init; } = [];

    public MachineIdentityType Identity { get; init; } = MachineIdentityType.None;

    /// <summary>ARM ids of the user-assigned identities.</summary>
    public IReadOnlyList<string> UserAssignedIdentities { get; init; } = [];

    /// <summary>One line of authorized_keys; null: a key is made and its private half thrown away.</summary>
    public string? SshPublicKey { get; init; }

    /// <summary>Subnet by name; null: the only subnet of the machine's role.</summary>
    public string? SubnetName { get; init; }

    /// <summary>null: as the size allows.</summary>
    public bool? AcceleratedNetworking { get; init; }

    /// <summary>Addresses of the first interface, 1 or more.</summary>
    public int PrivateIPConfigs { get; init; } = 1;

    /// <summary>Interfaces beside the first one.</summary>
    public IReadOnlyList<NetworkInterfaceSpec> SecondaryInterfaces { get; init; } = [];

    /// <summary>Forward packets that are not the machine's own. Machines of pools always do.</summary>
    public bool IPForwarding { get; init; }

    /// <summary>DNS servers of the first interface; empty: the virtual network's.</summary>
    public IReadOnlyList<string> DnsServers { get; init; } = [];

    public SpotSpec? Spot { get; init; }

    public SecurityProfileSpec? Security { get; init; }

    public BootDiagnosticsSpec BootDiagnostics { get; init; } = new();

    public IReadOnlyList<VmExtensionSpec> Extensions { get; init; } = [];

    /// <summary>CAPZ's own extension, which fails the machine when it has not bootstrapped after five minutes. Public cloud only.</summary>
    public bool BootstrapExtension { get; init; }

    /// <summary>The machine takes no extension, ours or anybody's.</summary>
    public bool DisableExtensionOperations { get; init; }

    /// <summary>Ultra disks may be attached; null: as the machine's own disks need it.</summary>
    public bool? UltraSsd { get; init; }

    /// <summary>ARM id of the capacity reservation group.</summary>
    public string? CapacityReservationGroupId { get; init; }

    /// <summary>Pools: minutes, 5 to 15, of notice before Azure deletes a machine; null: none.</summary>
    public int? TerminateNotificationMinutes { get; init; }

    /// <summary>Control plane: the one zone for its machines; null: spread over all that the size has.</summary>
    public string? FailureDomain { get; init; }

    /// <summary>Control plane: ARM id of the flexible scale set that its machines join.</summary>
    public string? VirtualMachineScaleSetId { get; init; }

    /// <summary>null: Contributor on the subscription.</summary>
    public SystemAssignedRoleSpec? SystemAssignedRole { get; init; }

    public IReadOnlyDictionary<string, string> AdditionalTags { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);
}
