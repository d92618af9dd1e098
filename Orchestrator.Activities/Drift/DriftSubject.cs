using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Graphs;
using Orchestrator.Activities.Resources;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Drift;

/// <summary>A cluster that is to be checked, and what is known of it beforehand.</summary>
internal sealed record DriftSubject(ClusterDocument Document, IReadOnlySet<string> Recorded)
{
    public ClusterSpec Spec => Document.Spec;

    /// <summary>Ids of the resource groups that may hold its resources.</summary>
    public IReadOnlyList<string> Groups => ClusterSurroundings.GroupsOf(Spec);

    /// <summary>Ids of single resources that the spec or our records name.</summary>
    public IReadOnlyList<string> Named { get; } = InventoryReader.NamedBy(Document.Spec, Recorded);

    /// <summary>Ids of role assignments that we made.</summary>
    public IReadOnlyList<string> Assignments { get; } =
        [.. Recorded.Where(static id => string.Equals(ResourceId.TypeOf(id), ArmTypes.RoleAssignment, StringComparison.OrdinalIgnoreCase))];

    /// <summary>Only what was carried out can have drifted.</summary>
    public static bool IsSettled(ClusterDocument document) =>
        document is { Phase: not ClusterPhase.Deleted, DeletionRequested: false, OperationRunning: false, ObservedGeneration: > 0 } && document.ObservedGeneration == document.Generation;
}
