using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.History;

namespace Orchestrator.Contracts.Fleet;

/// <summary>A fleet operation as it was accepted: which clusters, in which order, in which waves. Stored; never changed.</summary>
public sealed record FleetDefinition
{
    public required string Id { get; init; }

    /// <summary>Without its manifests, whose specs are stored one by one.</summary>
    public required FleetRequest Request { get; init; }

    /// <summary>By namespace and name.</summary>
    public required IReadOnlyList<ClusterKey> Clusters { get; init; }

    /// <summary>For each wave, how many clusters are done after it.</summary>
    public required IReadOnlyList<int> WaveEnds { get; init; }

    /// <summary>When it was accepted; also the moment of a restart.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>Who asked for it, and from where; null in fleets of before that was kept.</summary>
    public RequestOrigin? Origin { get; init; }

    /// <summary>The member as it is before its turn.</summary>
    public FleetMember Member(int index) => new() { Index = index, Wave = WaveEnds.TakeWhile(end => end <= index).Count() + 1, Cluster = Clusters[index] };
}
