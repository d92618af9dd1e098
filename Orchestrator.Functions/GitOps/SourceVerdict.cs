namespace Orchestrator.Functions.GitOps;

/// <summary>What a revision means for a cluster.</summary>
public enum SourceVerdict
{
    /// <summary>It is to be carried out.</summary>
    Newer,

    /// <summary>The same revision was taken before.</summary>
    Duplicate,

    /// <summary>A newer one was taken before.</summary>
    Stale,

    /// <summary>Another revision has the same place in history.</summary>
    Rewritten,

    /// <summary>The cluster lives, and belongs to another source.</summary>
    OtherSource,
}
