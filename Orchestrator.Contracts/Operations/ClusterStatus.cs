using System.Text.Json.Serialization;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Drift;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Contracts.Operations;

/// <summary>Body of <c>GET /api/clusters/{namespace}/{name}</c> and item of <c>GET /api/clusters</c>.</summary>
public sealed record ClusterStatus
{
    public required ClusterKey Cluster { get; init; }

    public required ClusterPhase Phase { get; init; }

    public int Generation { get; init; }

    public int ObservedGeneration { get; init; }

    public required string Location { get; init; }

    public required string ResourceGroup { get; init; }

    /// <summary>Labels of the manifest's cluster; null when it has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Version that the spec wants.</summary>
    public required string Version { get; init; }

    /// <summary>Version that the control plane runs.</summary>
    public string? ControlPlaneVersion { get; init; }

    public string? Endpoint { get; init; }

    public int ControlPlaneReplicas { get; init; }

    public int WorkerReplicas { get; init; }

    /// <summary>Whether an AKS cluster shall run, where that was ever said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ManagedClusterPower? Power { get; init; }

    public string? OperationId { get; init; }

    public bool OperationRunning { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The server's clock when it answered, for ages.</summary>
    public DateTimeOffset ServerTime { get; init; }

    /// <summary>Set while no machine is to be replaced.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RolloutPause? RolloutPause { get; init; }

    public OrchestratorError? Error { get; init; }

    /// <summary>The revision that the newest spec came from; null: no source has the cluster.</summary>
    public SourceRevision? Source { get; init; }

    /// <summary>What became of the newest revision that a message brought.</summary>
    public SourceStatus? SourceStatus { get; init; }

    /// <summary>What the last drift check found; null: there was none, or the cluster is one of a list.</summary>
    public DriftSummary? Drift { get; init; }
}
