using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.History;

/// <summary>Which entries are wanted.</summary>
public sealed record HistoryQuery
{
    public const int MostEntries = 500;

    /// <summary>Null: of all clusters.</summary>
    public ClusterKey? Cluster { get; init; }

    /// <summary>Clusters of these namespaces only; null: of all.</summary>
    public Func<string, bool> Namespaces { get; init; } = static _ => true;

    /// <summary>Not older than this.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Of this operation only.</summary>
    public string? OperationId { get; init; }

    /// <summary><c>Next</c> of the page before.</summary>
    public string? Before { get; init; }

    public int Limit { get; init; } = 100;
}
