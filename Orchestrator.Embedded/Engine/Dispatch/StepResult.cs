using System.Runtime.InteropServices;
using Orchestrator.Embedded.Engine.Tracing;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Engine.Dispatch;

/// <summary>What a step wants: the changes to commit, and what to do once they are durable.</summary>
internal sealed class StepResult
{
    // Empty as a rule.
    private List<DurableTimer>? _cancelledTimers;
    private List<InboxItem>? _deferred;
    private List<EndedSpan>? _spans;

    public ChangeSet Changes { get; } = new();

    /// <summary>Timers to take back.</summary>
    public List<DurableTimer> CancelledTimers => _cancelledTimers ??= [];

    /// <summary>What the step was given before the instance may start; it comes again with the start.</summary>
    public List<InboxItem> Deferred => _deferred ??= [];

    /// <summary>The instance after the step; null if the step changed nothing.</summary>
    public InstanceRecord? Record { get; set; }

    /// <summary>The instance before the step.</summary>
    public InstanceRecord? Before { get; init; }

    /// <summary>Spans to report.</summary>
    public List<EndedSpan> Spans => _spans ??= [];

    public ReadOnlySpan<DurableTimer> EachCancelledTimer => CollectionsMarshal.AsSpan(_cancelledTimers);

    public ReadOnlySpan<InboxItem> EachDeferred => CollectionsMarshal.AsSpan(_deferred);

    public ReadOnlySpan<EndedSpan> EachSpan => CollectionsMarshal.AsSpan(_spans);
}
