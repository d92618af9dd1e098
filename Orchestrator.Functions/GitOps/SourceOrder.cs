using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Functions.GitOps;

/// <summary>The order of a cluster's revisions is that of the source, not that of arrival.</summary>
public static class SourceOrder
{
    /// <summary>A cluster that no source has, and one that another source had and is deleted, may be taken.</summary>
    public static SourceVerdict Judge(ClusterDocument? document, SourceRevision incoming)
    {
        if (document?.Source is not { } known)
        {
            return SourceVerdict.Newer;
        }

        if (!known.IsSameSource(incoming))
        {
            return document is { Phase: ClusterPhase.Deleted, PendingSpec: null } ? SourceVerdict.Newer : SourceVerdict.OtherSource;
        }

        return incoming.Sequence.CompareTo(known.Sequence) switch
        {
            > 0 => SourceVerdict.Newer,
            < 0 => SourceVerdict.Stale,
            _ => string.Equals(known.Revision, incoming.Revision, StringComparison.OrdinalIgnoreCase) ? SourceVerdict.Duplicate : SourceVerdict.Rewritten,
        };
    }
}
