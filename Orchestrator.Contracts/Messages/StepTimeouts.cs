using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Contracts.Messages;

/// <summary>How long steps may take: what the spec says, else what is usual.</summary>
/// <param name="ByKind">From the spec; null: nothing.</param>
public sealed record StepTimeouts(IReadOnlyDictionary<string, TimeSpan>? ByKind = null)
{
    /// <summary>The kind of the wait for machines: for one to join, to be ready, to leave.</summary>
    public const string Machine = "Machine";

    private static readonly TimeSpan Resource = TimeSpan.FromMinutes(60);

    /// <summary>Azure rolls all nodes of a pool, or of a cluster, in one operation.</summary>
    private static readonly TimeSpan Rolled = TimeSpan.FromHours(6);

    /// <summary>A machine boots and joins within minutes; after this long without any change a person must look.</summary>
    private static readonly TimeSpan MachineStandstill = TimeSpan.FromMinutes(20);

    public TimeSpan Of(string kind) => ByKind?.TryGetValue(kind, out var limit) == true || ByKind?.TryGetValue(OperationPolicySpec.EveryKind, out limit) == true
        ? limit
        : kind switch
        {
            Machine => MachineStandstill,
            StepKinds.ManagedCluster or StepKinds.AgentPool or StepKinds.NodeImage => Rolled,
            _ => Resource,
        };
}
