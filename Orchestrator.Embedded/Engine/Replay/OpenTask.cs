namespace Orchestrator.Embedded.Engine.Replay;

/// <summary>A decision that waits for its answer.</summary>
internal sealed record OpenTask(string? Name, TaskCompletionSource<string?> Completion);
