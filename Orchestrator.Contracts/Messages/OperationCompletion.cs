using System.Text.Json.Serialization;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Contracts.Messages;

/// <summary>Input of CompleteOperation, the last activity of an operation. It answers false, and changes nothing, when a newer generation has come meanwhile.</summary>
public sealed record OperationCompletion(ClusterKey Cluster, string OperationId, OperationKind Kind, int Generation, OrchestratorError? Error)
{
    /// <summary>A deletion that ends the cluster although it failed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Forget { get; init; }
}
