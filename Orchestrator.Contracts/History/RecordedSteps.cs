using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Contracts.History;

/// <summary>Input of RecordSteps: finished steps that a machine group no longer keeps in its custom status.</summary>
/// <param name="Group">Instance id of the group's orchestration.</param>
/// <param name="First">How many were recorded before; with the group it names the record, so that writing it again changes nothing.</param>
public sealed record RecordedSteps(ClusterKey Cluster, string OperationId, string Group, int First, IReadOnlyDictionary<string, StepProgress> Steps);
