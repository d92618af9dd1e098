using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Manifests.Drafts;

internal sealed record MachinePoolDraft
{
    public required string Name { get; init; }

    public int? Replicas { get; init; }

    public string? Version { get; init; }

    public MachineDraft? Machine { get; init; }

    public KubeadmSpec? Kubeadm { get; init; }

    public RollingUpdateSpec? Strategy { get; init; }

    public IReadOnlyList<string> FailureDomains { get; init; } = [];

    public TimeSpan? NodeDrainTimeout { get; init; }

    public OrchestrationMode OrchestrationMode { get; init; }

    public int? PlatformFaultDomainCount { get; init; }

    public bool? ZoneBalance { get; init; }
}
