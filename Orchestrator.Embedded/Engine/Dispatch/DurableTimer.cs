namespace Orchestrator.Embedded.Engine.Dispatch;

/// <summary>The key of an orchestration's timer.</summary>
internal sealed record DurableTimer(string InstanceId, string ExecutionId, int EventId);
