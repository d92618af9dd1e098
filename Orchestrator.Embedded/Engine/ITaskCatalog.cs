using Microsoft.DurableTask;

namespace Orchestrator.Embedded.Engine;

/// <summary>The functions that the engine can run. Names are compared without regard to case.</summary>
public interface ITaskCatalog
{
    bool HasOrchestrator(string name);

    bool HasActivity(string name);

    /// <summary>
    /// Runs the orchestrator function on the engine's context; the task's result is the output object.
    /// Everything before the function's first await must complete synchronously.
    /// </summary>
    Task<object?> RunOrchestratorAsync(string name, TaskOrchestrationContext context);

    /// <summary>Runs an activity. It may run again after a crash: at least once.</summary>
    /// <param name="name">The activity's name.</param>
    /// <param name="instanceId">The orchestration that called it.</param>
    /// <param name="serializedInput">The JSON of the input, or null.</param>
    /// <param name="cancellation">Cancelled when the engine stops; the activity then runs again after the next start.</param>
    Task<object?> RunActivityAsync(string name, string instanceId, string? serializedInput, CancellationToken cancellation);
}
