using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Embedded.Engine;
using Orchestrator.Functions.Orchestrations;

namespace Orchestrator.Functions.Tests.Orchestrations;

/// <summary>The app's real orchestrators over activities of a scripted world.</summary>
internal sealed class AppCatalog(ScriptedWorld world) : ITaskCatalog
{
    public bool HasOrchestrator(string name) => name is nameof(ClusterOperation) or nameof(ControlPlaneOperation) or nameof(MachinePoolOperation);

    public bool HasActivity(string name) => true;

    public async Task<object?> RunOrchestratorAsync(string name, TaskOrchestrationContext context) => name switch
    {
        nameof(ClusterOperation) => await ClusterOperation.RunAsync(context, context.GetInput<OperationInput>()!),
        nameof(ControlPlaneOperation) => await ControlPlaneOperation.RunAsync(context, context.GetInput<MachineGroupRequest>()!),
        _ => await MachinePoolOperation.RunAsync(context, context.GetInput<MachineGroupRequest>()!),
    };

    public async Task<object?> RunActivityAsync(string name, string instanceId, string? serializedInput, CancellationToken cancellation)
    {
        var answer = await RunOnceAsync(name, serializedInput);
        return world.EveryActivityRunsTwice ? await RunOnceAsync(name, serializedInput) : answer;
    }

    private async Task<object?> RunOnceAsync(string name, string? input) => name switch
    {
        "PlanCluster" => world.Plan(Read<PlanRequest>(input)),
        "PrepareBootstrap" => new MachineOutcome { Done = true },
        "RecordOperation" => null,
        "CompleteOperation" => new CompletionResult(world.Complete(Read<OperationCompletion>(input)), world.HasOutcome) { TakesTurns = world.TakesTurns },
        "TellOutcome" or "PublishOutcome" or "PostOutcome" => world.Tell(name, Read<OutcomeRequest>(input)),
        _ => await world.RunAsync(name, Read<ResourceRequest>(input)),
    };

    private static T Read<T>(string? input) => JsonDataConverter.Default.Deserialize<T>(input)!;
}
