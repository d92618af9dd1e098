using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Cli.Api;

/// <summary>Which history is asked for.</summary>
public sealed record HistoryFilter
{
    /// <summary>Null: of all clusters.</summary>
    public ClusterKey? Cluster { get; init; }

    public string? Namespace { get; init; }

    /// <summary>As the user wrote it: an age or a time.</summary>
    public string? Since { get; init; }

    public string? OperationId { get; init; }

    /// <summary>Null: as many as there are.</summary>
    public int? Limit { get; init; }
}
