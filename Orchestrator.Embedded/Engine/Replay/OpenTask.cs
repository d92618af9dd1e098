namespace Orchestrator.Embedded.Engine.Replay;

/// <summary>A decision that waits for its answer.</summary>
internal sealed class OpenTask(string? name) : TaskCompletionSource<string?>
{
    public string? Name => name;
}
