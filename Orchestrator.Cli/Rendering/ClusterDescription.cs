using Orchestrator.Contracts.Operations;

namespace Orchestrator.Cli.Rendering;

/// <summary>What <c>describe cluster</c> tells: the cluster, and its newest operation if it has had one.</summary>
public sealed record ClusterDescription(ClusterStatus Cluster, OperationStatus? Operation);
