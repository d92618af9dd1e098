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

    public SpotDraft? Spot { get; init; }

    public SortedDictionary<string, string> AdditionalTags { get; init; } = new(StringComparer.Ordinal);
}
