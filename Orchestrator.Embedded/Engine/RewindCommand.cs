using Microsoft.DurableTask.Client;
using Orchestrator.Embedded.Engine.Dispatch;
using Orchestrator.Embedded.Engine.History;
using Orchestrator.Embedded.Engine.Replay;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Engine;

/// <summary>Lets failed instances go on from the step that failed, with the sub-orchestrations that failed there.</summary>
internal sealed class RewindCommand(
    IEngineStore store, TimeProvider time, InstanceTable table, MessageNumbers numbers, Func<IReadOnlyList<ChangeSet>, Task> commit)
{
    /// <summary>Ends when the rewind of the instance and its failed descendants is durable: all of them or none.</summary>
    /// <exception cref="ArgumentException">There is no such instance.</exception>
    /// <exception cref="InvalidOperationException">The instance, or a sub-orchestration that failed it, is not failed.</exception>
    public Task RunAsync(string instanceId, string? reason)
    {
        lock (table.Gate)
        {
            if (table.Get(instanceId).Record is null)
            {
                throw new ArgumentException($"No orchestration instance with id '{instanceId}' exists.", nameof(instanceId));
            }

            var rewound = new List<(Instance Instance, InstanceRecord Record)>();
            var changes = new List<ChangeSet>();
            Rewind(instanceId, reason, rewound, changes);
            var committed = commit(changes);
            rewound.ForEach(each => InstanceTable.Replace(each.Instance, each.Record));
            return committed;
        }
    }

    private void Rewind(string instanceId, string? reason, List<(Instance Instance, InstanceRecord Record)> rewound, List<ChangeSet> changes)
    {
        var instance = table.Get(instanceId);
        if (instance.IsBusy || instance.Record is not { Status: OrchestrationRuntimeStatus.Failed } record)
        {
            throw new InvalidOperationException(
                $"Instance '{instanceId}' is {instance.Record?.Status.ToString() ?? "gone"}; only failed instances can be rewound. Nothing was changed.");
        }

        var history = store.LoadHistory(instanceId).Events;
        var remaining = RewoundHistory.Of(history, record.Failure);
        var next = record with
        {
            Status = OrchestrationRuntimeStatus.Running, Output = null, Failure = null, CompletedAt = null, LastUpdatedAt = time.GetUtcNow(),
        };
        var change = new ChangeSet { Created = { next }, History = new HistoryStep(instanceId, 0, remaining) };
        foreach (var open in RewoundHistory.Open(remaining))
        {
            if (open.Kind != EventType.SubOrchestrationInstanceCreated)
            {
                change.Opened.Add(new OpenWork(instanceId, record.ExecutionId, open));
            }
            else if (history.Any(item => RewoundHistory.IsFailure(item.Kind) && item.TaskScheduledId == open.EventId))
            {
                Rewind(open.InstanceId!, reason, rewound, changes);
            }
        }

        change.Sent.Add(numbers.Message(instanceId, record.ExecutionId, new HistoryEvent { Kind = EventType.ExecutionRewound, Input = reason }));
        rewound.Add((instance, next));
        changes.Add(change);
    }
}
