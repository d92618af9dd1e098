using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;
using Orchestrator.Functions.Rollouts;
using Orchestrator.Functions.Walking;

namespace Orchestrator.Functions.Orchestrations;

/// <summary>Brings one pool to its spec: the scale set's model and capacity, then machine by machine within maxSurge and maxUnavailable.</summary>
public static class MachinePoolOperation
{
    [Function(nameof(MachinePoolOperation))]
    public static async Task<MachineGroupResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, MachineGroupRequest request)
    {
        var scope = MachineGroups.Scope(context, request);
        var loop = new RolloutLoop(scope, request);
        var settings = await scope.CallAsync<MachineGroupSettings>("DescribeMachineGroup", loop.Request);
        scope.Timeouts = settings.Timeouts ?? scope.Timeouts;
        return await loop.RunAsync("ObserveMachinePool", async pool =>
        {
            var decision = MachinePoolRollout.Decide(settings, pool);
            if (await loop.HoldAsync(pool, decision))
            {
                return null;
            }

            scope.Progress.Phase(decision.Reason);
            if (decision.Action == RolloutAction.Done && loop.MayBeOld)
            {
                loop.LookAnew();
                return null;
            }

            var error = decision.Action switch
            {
                RolloutAction.EnsureModel => await loop.WriteAsync(() => EnsureModelAsync(scope, settings, decision.Capacity)),
                RolloutAction.Remove => await RemoveAsync(scope, loop, settings, pool, decision.Machines),
                RolloutAction.Wait => await loop.PauseAsync(decision),
                _ => null,
            };
            return error is not null || decision.Action == RolloutAction.Done ? new MachineGroupResult(error) : null;
        });
    }

    private static Task<OrchestratorError?> EnsureModelAsync(OperationScope scope, MachineGroupSettings settings, int capacity)
    {
        var step = new GraphStep
        {
            Key = $"{StepKinds.VirtualMachineScaleSet}/{settings.Name}",
            Kind = StepKinds.VirtualMachineScaleSet,
            Name = settings.Name,
            Verb = StepVerb.Ensure,
            ResourceId = settings.ResourceId,
        };
        return new GraphWalk(scope, [step], dynamic: true)
        {
            Run = (ensure, _) => new ResourceStep(scope, ensure) { Capacity = capacity }.RunAsync(),
        }.RunAsync();
    }

    /// <summary>Nodes are emptied side by side, then their instances go in one call: Azure allows few writes a minute on one scale set.</summary>
    private static async Task<OrchestratorError?> RemoveAsync(
        OperationScope scope, RolloutLoop loop, MachineGroupSettings settings, MachineGroupObservation pool, IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            scope.Progress.Start(Removal(name), dynamic: true);
        }

        var nodes = pool.Machines.Where(m => m.HasNode && names.Contains(m.Name)).Select(static m => m.Name).ToList();
        if (await loop.EmptyAsync(nodes) is { } error)
        {
            return error;
        }

        if (scope.MustStopDrain)
        {
            names.ToList().ForEach(name => scope.Progress.Finish(Removal(name).Key, "kept"));
            await loop.ReopenAsync(scope, pool, nodes);
            return null;
        }

        var deletion = loop.OfMachines(names) with { InstanceIds = InstanceIds(pool, names) };
        loop.MachinesChanged(deletion.StartedAt!.Value);
        var refused = await loop.UntilDoneAsync("DeleteScaleSetInstances", deletion, settings.ResourceId)
            ?? (nodes.Count > 0 ? await loop.UntilDoneAsync("RemoveNode", loop.OfMachines(nodes)) : null);
        foreach (var name in refused is null ? names : [])
        {
            scope.Progress.Finish(Removal(name).Key, "deleted");
        }

        return refused;
    }

    /// <summary>Empty when one is not known.</summary>
    private static IReadOnlyList<string> InstanceIds(MachineGroupObservation pool, IReadOnlyList<string> names)
    {
        List<string?> ids = [.. names.Select(name => pool.Machines.First(m => m.Name == name).InstanceId)];
        return ids.Contains(null) ? [] : [.. ids.OfType<string>()];
    }

    private static GraphStep Removal(string name) => new() { Key = $"{StepKinds.Node}/{name}", Kind = StepKinds.Node, Name = name, Verb = StepVerb.Delete };
}
