using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Drift;

namespace Orchestrator.Manifests.Drafts;

/// <summary>A cluster as written, before defaults; null means not said. Every manifest format ends in one.</summary>
internal sealed record ClusterDraft
{
    public required ClusterKey Key { get; init; }

    public string? SubscriptionId { get; init; }

    public string? Location { get; init; }

    public string? ResourceGroup { get; init; }

    public string? Environment { get; init; }

    public IdentitySpec? Identity { get; init; }

    public SortedDictionary<string, string> AdditionalTags { get; init; } = new(StringComparer.Ordinal);

    public NetworkDraft Network { get; init; } = new();

    public IReadOnlyList<string> PodCidrBlocks { get; init; } = [];

    public IReadOnlyList<string> ServiceCidrBlocks { get; init; } = [];

    public string? ServiceDomain { get; init; }

    public int? ApiServerPort { get; init; }

    public string? ControlPlaneHost { get; init; }

    public int? ControlPlanePort { get; init; }

    public ControlPlaneDraft? ControlPlane { get; init; }

    public IReadOnlyList<MachinePoolDraft> MachinePools { get; init; } = [];

    public IReadOnlyList<CustomRoleDraft> Roles { get; init; } = [];

    public BackupDraft? Backup { get; init; }

    /// <summary>Set for an AKS cluster.</summary>
    public ManagedClusterDraft? ManagedCluster { get; init; }

    public bool PruneAllowed { get; init; }

    public DriftSpec? Drift { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public OperationPolicySpec? Operations { get; init; }
}
