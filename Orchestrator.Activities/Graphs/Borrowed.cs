namespace Orchestrator.Activities.Graphs;

/// <summary>What of a cluster's surroundings was there before it and is not ours: read and joined, never changed or deleted.</summary>
public sealed record Borrowed
{
    public static Borrowed Nothing { get; } = new();

    /// <summary>Resource groups, by name.</summary>
    public IReadOnlySet<string> ResourceGroups { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    public bool VirtualNetwork { get; init; }

    /// <summary>Subnets of a borrowed virtual network, by name.</summary>
    public IReadOnlySet<string> Subnets { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Private DNS zones, their links, peerings, and public IPs, by id: whoever made them, they serve the cluster as they are.</summary>
    public IReadOnlySet<string> Resources { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
}
