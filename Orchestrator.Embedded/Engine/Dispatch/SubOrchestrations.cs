using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orchestrator.Determinism.Chance;
using Orchestrator.Embedded.Engine.History;
using Orchestrator.Embedded.Engine.Replay;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Engine.Dispatch;

/// <summary>What passes between an orchestration and its children.</summary>
internal sealed class SubOrchestrations(TimeProvider time, Randomness randomness, InstanceTable table, MessageNumbers numbers)
{
    /// <summary>Starts a child; if its id is taken, the call fails.</summary>
    public void Start(InstanceRecord parent, HistoryEvent decision, StepResult result)
    {
        var now = time.GetUtcNow();
        var child = new InstanceRecord
        {
            InstanceId = decision.InstanceId!,
            ExecutionId = randomness.NextGuid().ToString("N"),
            Name = decision.Name!,
            Version = decision.Version ?? string.Empty,
            Status = OrchestrationRuntimeStatus.Pending,
            CreatedAt = now,
            LastUpdatedAt = now,
            Input = decision.Input,
            Tags = decision.Tags,
            Parent = new ParentLink(parent.InstanceId, parent.ExecutionId, parent.Name, decision.EventId!.Value),
        };
        InstanceRecord? running;
        lock (table.Gate)
        {
            table.TryReplace(child, out running);
        }

        if (running is null)
        {
            result.Changes.Created.Add(child);
            var started = MessageNumbers.Started(child) with { TraceParent = decision.TraceParent, TraceState = decision.TraceState };
            result.Changes.Sent.Add(numbers.Message(child.InstanceId, child.ExecutionId, started));
            return;
        }

        var failure = new TaskFailureDetails(
            "DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException",
            $"An instance with id '{child.InstanceId}' exists already and is {running.Status}.", null, null, null);
        result.Changes.Sent.Add(numbers.Message(parent.InstanceId, parent.ExecutionId, new HistoryEvent
        {
            Kind = EventType.SubOrchestrationInstanceFailed, TaskScheduledId = decision.EventId, Failure = failure,
        }));
    }

    /// <summary>A recursive termination goes on to the children that still run.</summary>
    public void Terminate(Instance instance, List<HistoryEvent> arrived, StepResult result)
    {
        if (arrived.Find(static e => e is { Kind: EventType.ExecutionTerminated, Recursive: true }) is not { } terminated)
        {
            return;
        }

        foreach (var child in instance.OpenTasks.Values.Where(task => task.Kind == EventType.SubOrchestrationInstanceCreated))
        {
            result.Changes.Sent.Add(numbers.Message(child.InstanceId!, null, terminated));
        }
    }

    /// <summary>Tells the parent how its sub-orchestration ended.</summary>
    public void Answer(InstanceRecord record, OrchestrationOutcome outcome, StepResult result)
    {
        if (record.Parent is not { } parent)
        {
            return;
        }

        var isCompleted = outcome.Status == OrchestrationRuntimeStatus.Completed;
        result.Changes.Sent.Add(numbers.Message(parent.InstanceId, parent.ExecutionId, new HistoryEvent
        {
            Kind = isCompleted ? EventType.SubOrchestrationInstanceCompleted : EventType.SubOrchestrationInstanceFailed,
            TaskScheduledId = parent.EventId,
            Result = isCompleted ? outcome.Output : null,
            Failure = isCompleted ? null : outcome.Failure ?? Terminated(record, outcome),
        }));
    }

    private static TaskFailureDetails Terminated(InstanceRecord record, OrchestrationOutcome outcome) => new(
        "OrchestrationTerminated", $"The sub-orchestration '{record.InstanceId}' was terminated: {outcome.Output ?? "no reason given"}", null, null, null);
}
