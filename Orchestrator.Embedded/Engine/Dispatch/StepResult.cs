using Orchestrator.Embedded.Engine.Tracing;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Engine.Dispatch;

/// <summary>What a step wants: the changes to commit, and what to do once they are durable.</summary>
internal sealed class StepResult
{
    public ChangeSet Changes { get; } = new();

    /// <summary>Timers to take back.</summary>
    public List<DurableTimer> CancelledTimers { get; } = [];

    /// <summary>What the step was given before the instance may start; it comes again with the start.</summary>
    public List<InboxItem> Deferred { get; } = [];

    /// <summary>The instance after the step; null if the step changed nothing.</summary>
    public InstanceRecord? Record { get; set; }

    /// <summary>The instance before the step.</summary>
    public InstanceRecord? Before { get; init; }

    /// <summary>Spans to report.</summary>
    public List<EndedSpan> Spans { get; } = [];
}
