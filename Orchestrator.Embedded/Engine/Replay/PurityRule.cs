namespace Orchestrator.Embedded.Engine.Replay;

/// <summary>What an orchestrator may await, as a message to its author. The first two sentences are the Functions worker's.</summary>
internal static class PurityRule
{
    public static string Broken(string orchestrator, string instanceId) =>
        "An invalid asynchronous invocation was detected. This can be caused by awaiting non-durable tasks in an orchestrator function's "
        + "implementation or by middleware that invokes asynchronous code. "
        + $"Orchestrator '{orchestrator}' (instance '{instanceId}') may await only tasks of its TaskOrchestrationContext (activities, sub-orchestrations, "
        + "timers, external events) and combinations of them, without ConfigureAwait(false): use context.CreateTimer instead of Task.Delay, "
        + "and call services from activities.";
}
