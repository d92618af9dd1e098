using Orchestrator.Embedded.Engine.History;

namespace Orchestrator.Embedded.Storage;

/// <summary>An activity or timer that has not been answered yet: its TaskScheduled or TimerCreated event.</summary>
public sealed record OpenWork(string InstanceId, string ExecutionId, HistoryEvent Event);
