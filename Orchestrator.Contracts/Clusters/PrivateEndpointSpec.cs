namespace Orchestrator.Contracts.Clusters;

/// <summary>An address in a subnet that leads to somebody's service over Private Link.</summary>
public sealed record PrivateEndpointSpec
{
    public required string Name { get; init; }

    /// <summary>Null: the cluster's.</summary>
    public string? Location { get; init; }

    /// <summary>At least one.</summary>
    public required IReadOnlyList<PrivateLinkServiceConnectionSpec> Connections { get; init; }

    /// <summary>Name of its network interface; null lets Azure choose.</summary>
    public string? CustomNetworkInterfaceName { get; init; }

    /// <summary>Static addresses; none lets Azure choose.</summary>
    public IReadOnlyList<string> PrivateIPAddresses { get; init; } = [];

    /// <summary>ARM ids of application security groups that it joins.</summary>
    public IReadOnlyList<string> ApplicationSecurityGroups { get; init; } = [];

    /// <summary>ARM ids of the private DNS zones that Azure keeps its name in; null: none.</summary>
    public IReadOnlyList<string>? DnsZoneIds { get; init; }

    /// <summary>The service's owner approves the connection by hand.</summary>
    public bool ManualApproval { get; init; }
}
