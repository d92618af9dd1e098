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

    public SpotSpec? Spot { get; init; }

    public IReadOnlyDictionary<string, string> AdditionalTags { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);
}
