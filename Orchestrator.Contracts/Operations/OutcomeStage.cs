namespace Orchestrator.Contracts.Operations;

/// <summary>How far a revision has come for a cluster. After <see cref="Accepted"/> one of the others follows.</summary>
public enum OutcomeStage
{
    /// <summary>It was carried out, or that failed.</summary>
    Ended,

    /// <summary>It is taken up.</summary>
    Accepted,

    /// <summary>A newer one took its place before it was carried out.</summary>
    Superseded,

    /// <summary>It changes nothing, because something is wrong with it.</summary>
    Refused,
}
