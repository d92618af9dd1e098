using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Contracts.Messages;

/// <summary>Input of FindLeaks. <c>Failures</c> are the errors of the deletion, by ARM id or, where it had none, by step.</summary>
public sealed record LeakRequest(ClusterKey Cluster, string OperationId, int Generation, IReadOnlyDictionary<string, OrchestratorError> Failures);
