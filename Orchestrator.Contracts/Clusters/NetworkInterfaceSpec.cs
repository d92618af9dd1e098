namespace Orchestrator.Contracts.Clusters;

/// <summary>An interface of a machine beside its first one.</summary>
public sealed record NetworkInterfaceSpec
{
    /// <summary>Subnet by name; null: the first interface's.</summary>
    public string? SubnetName { get; init; }

    /// <summary>null: as the size allows.</summary>
    public bool? AcceleratedNetworking { get; init; }

    /// <summary>Addresses of the interface, 1 or more.</summary>
    public int PrivateIPConfigs { get; init; } = 1;
}
