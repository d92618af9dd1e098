namespace Orchestrator.Contracts.History;

/// <summary>What an entry is about.</summary>
public enum HistoryAction
{
    /// <summary>A spec was accepted, or an operation started to carry the newest one out.</summary>
    Apply,

    /// <summary>Deletion was asked for.</summary>
    Delete,

    /// <summary>Deletion, because the cluster left its source.</summary>
    Prune,
    Retry,

    /// <summary>What had drifted is brought back, as the cluster's policy says.</summary>
    Repair,
    Suspend,
    Resume,
    Cancel,

    /// <summary>No further machine is replaced.</summary>
    PauseRollouts,
    ResumeRollouts,

    /// <summary>A step that waited may go ahead.</summary>
    Approve,

    /// <summary>An operation ended.</summary>
    End,
}
