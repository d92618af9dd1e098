namespace Orchestrator.Contracts.Clusters;

public sealed record RollingUpdateSpec
{
    /// <summary>A number or a percentage of the replicas, rounded up.</summary>
    public string MaxSurge { get; init; } = "1";

    /// <summary>A number or a percentage of the replicas, rounded down.</summary>
    public string MaxUnavailable { get; init; } = "0";

    public DeletePolicy DeletePolicy { get; init; } = DeletePolicy.Oldest;
}
