using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Manifests.Drafts;

internal sealed record LoadBalancerDraft
{
    public string? Name { get; init; }

    public LoadBalancerType? Type { get; init; }

    public int? IdleTimeoutInMinutes { get; init; }

    public IReadOnlyList<FrontendDraft> Frontends { get; init; } = [];

    public int? FrontendCount { get; init; }

    public string? BackendPoolName { get; init; }

    public IReadOnlyList<string> AvailabilityZones { get; init; } = [];
}
