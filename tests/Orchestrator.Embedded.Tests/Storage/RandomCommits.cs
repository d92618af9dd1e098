using Microsoft.DurableTask.Client;
using Orchestrator.Determinism.Chance;
using Orchestrator.Embedded.Engine.History;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Tests.Storage;

/// <summary>Commits as an engine makes them, of a few instances that start, step, end, start again and are purged.</summary>
internal sealed class RandomCommits(int seed)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly SeededRandomness _chance = new(seed);
    private readonly Dictionary<string, State> _instances = [];
    private long _messages;
    private int _executions;

    public List<ChangeSet> Next() => [.. Enumerable.Range(0, 1 + _chance.Next(3)).Select(_ => Change())];

    private ChangeSet Change()
    {
        var id = $"instance-{_chance.Next(6)}";
        var change = new ChangeSet();
        if (!_instances.TryGetValue(id, out var state) || state.Record.IsTerminal)
        {
            if (state is not null && _chance.Next(2) == 0)
            {
                change.Purged.Add(id);
                _instances.Remove(id);
            }
            else
            {
                Create(id, change);
            }
        }
        else
        {
            Step(id, state, change);
        }

        return change;
    }

    private void Create(string id, ChangeSet change)
    {
        var record = new InstanceRecord
        {
            InstanceId = id,
            ExecutionId = $"{++_executions}",
            Name = "Program",
            CreatedAt = Start.AddSeconds(_executions),
            LastUpdatedAt = Start.AddSeconds(_executions),
            Input = new string('i', _chance.Next(700)),
            Tags = _chance.Next(2) == 0 ? null : new Dictionary<string, string> { ["tag"] = $"{_executions}" },
        };
        var message = Message(id, record.ExecutionId);
        _instances[id] = new State(record, 0, [], [message.MessageId]);
        change.Created.Add(record);
        change.Sent.Add(message);
    }

    private void Step(string id, State state, ChangeSet change)
    {
        var now = Start.AddMinutes(state.Steps);
        var isOver = _chance.Next(5) == 0;
        var record = state.Record with
        {
            Status = isOver ? OrchestrationRuntimeStatus.Completed : OrchestrationRuntimeStatus.Running,
            LastUpdatedAt = now,
            CompletedAt = isOver ? now : null,
            Output = isOver ? "\"done\"" : null,
            CustomStatus = $"{state.Steps}",
        };
        var call = new HistoryEvent { Kind = EventType.TaskScheduled, Timestamp = now, EventId = state.Steps, Name = "Activity", Input = new string('x', _chance.Next(900)) };
        change.History = new HistoryStep(id, state.Steps, [new HistoryEvent { Kind = EventType.OrchestratorStarted, Timestamp = now }, call]);
        change.Updated.Add(record);
        change.Consumed.AddRange(state.Messages);
        change.Closed.AddRange(state.Open.Where(_ => isOver || _chance.Next(2) == 0).Select(open => (id, open)));
        List<int> open = [.. state.Open.Except(change.Closed.Select(closed => closed.EventId))];
        List<long> messages = [];
        if (!isOver)
        {
            change.Opened.Add(new OpenWork(id, record.ExecutionId, call));
            open.Add(state.Steps);
            if (_chance.Next(2) == 0)
            {
                change.Sent.Add(Message(id, null));
                messages.Add(_messages);
            }
        }

        _instances[id] = new State(record, state.Steps + 1, open, messages);
    }

    private InboxMessage Message(string id, string? execution) =>
        new(++_messages, id, execution, _messages % 3 == 0 ? Start.AddDays(1) : null, new HistoryEvent { Kind = EventType.EventRaised, Name = "E", Input = $"{_messages}" });

    private sealed record State(InstanceRecord Record, int Steps, List<int> Open, List<long> Messages);
}
