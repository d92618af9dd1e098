using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Contracts.Messages;

/// <summary>Input of the activities that follow an operation's end.</summary>
public sealed record OutcomeRequest(ClusterKey Cluster, string OperationId);
