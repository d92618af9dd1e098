namespace Orchestrator.Embedded.Tests.Engine.Generated;

internal enum StepKind
{
    /// <summary>An activity that answers.</summary>
    Activity,

    /// <summary>An activity that always fails; the failure is caught.</summary>
    FailingActivity,

    /// <summary>An activity that fails once and is retried.</summary>
    RetriedActivity,

    /// <summary>A timer of some minutes.</summary>
    Timer,

    /// <summary>A timer that loses against an activity and is cancelled.</summary>
    CancelledTimer,

    /// <summary>A sub-orchestration sends an event, which is waited for.</summary>
    Event,

    /// <summary>A wait that nobody ends in time.</summary>
    EventTimeout,

    /// <summary>The children as a sub-orchestration.</summary>
    SubOrchestration,

    /// <summary>The children as a sub-orchestration that fails at its end; the failure is caught.</summary>
    FailingSubOrchestration,

    /// <summary>A sub-orchestration that continues as new some times.</summary>
    Generations,

    /// <summary>The children at once.</summary>
    Parallel,
}
