namespace Orchestrator.Contracts.Clusters;

public sealed record LoadBalancerSpec
{
    public required string Name { get; init; }

    public required LoadBalancerType Type { get; init; }

    /// <summary>4 to 30 minutes.</summary>
    public int IdleTimeoutInMinutes { get; init; } = 4;

    public required IReadOnlyList<FrontendIPSpec> Frontends { get; init; }

    public required string BackendPoolName { get; init; }

    public IReadOnlyList<string> AvailabilityZones { get; init; } = [];
}
