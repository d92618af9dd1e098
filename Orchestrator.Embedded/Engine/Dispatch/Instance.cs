using Orchestrator.Embedded.Engine.History;
using Orchestrator.Embedded.Engine.Replay;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Engine.Dispatch;

/// <summary>
/// An instance in memory. Record, inbox and IsBusy are guarded by the table's gate; the rest belongs to the step that runs,
/// and a step runs only while IsBusy, until its changes are committed.
/// </summary>
internal sealed class Instance(string instanceId, InstanceRecord? record)
{
    public string InstanceId => instanceId;

    /// <summary>The newest record, perhaps not yet committed; null if there is no such instance.</summary>
    public InstanceRecord? Record { get; set; } = record;

    public List<InboxItem> Inbox { get; private set; } = [];

    /// <summary>The instance's next step, as the engine posts it.</summary>
    public Func<Task>? Step { get; set; }

    public bool IsBusy { get; set; }

    /// <summary>What came before the instance started.</summary>
    public List<InboxItem> Deferred { get; } = [];

    /// <summary>How many steps wrote the history; null until it is needed.</summary>
    public int? Steps { get; set; }

    /// <summary>The history, while it is needed to bring the code to where it was; null for an empty one too.</summary>
    public List<HistoryEvent>? Past { get; set; }

    /// <summary>Decisions without an answer, by sequence number.</summary>
    public Dictionary<int, HistoryEvent> OpenTasks { get; } = [];

    /// <summary>The running code; null until it is needed.</summary>
    public OrchestrationExecution? Execution { get; set; }

    /// <summary>What has arrived, which is the caller's now. Call it under the gate.</summary>
    public List<InboxItem> TakeInbox()
    {
        var items = Inbox;
        Inbox = [];
        return items;
    }

    /// <summary>Makes the instance ready for its next step, unless it was replaced meanwhile. Call it under the gate, after the commit.</summary>
    public void Keep(StepResult result, bool forget)
    {
        Deferred.AddRange(result.EachDeferred);
        Past = null;
        if (result.Record is null || Record?.ExecutionId != result.Record.ExecutionId)
        {
            return;
        }

        if (forget || result.Record.IsTerminal)
        {
            Unload();
        }
        else if (result.Changes.History is not null)
        {
            Steps++;
        }
    }

    /// <summary>Forgets everything of the current execution that can be read from the store or belongs to an execution that is replaced.</summary>
    public void Unload()
    {
        Steps = null;
        Past = null;
        Execution = null;
        OpenTasks.Clear();
    }
}
