namespace Orchestrator.Contracts.Errors;

public enum RetryClass
{
    /// <summary>Goes away by itself: try again after a while.</summary>
    Transient,

    /// <summary>Goes on from here once a person has changed something outside the manifest (a quota, a permission).</summary>
    NeedsUser,

    /// <summary>This input never works: it needs another manifest.</summary>
    Terminal,
}
