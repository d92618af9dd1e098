using Microsoft.DurableTask;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;
using Orchestrator.Functions.Walking;

namespace Orchestrator.Functions.Orchestrations;

/// <summary>Runs the sub-orchestrations of machine groups as steps of the cluster's walk.</summary>
internal static class MachineGroups
{
    /// <summary>The scope of a group's own orchestration, with the progress of its earlier histories.</summary>
    public static OperationScope Scope(TaskOrchestrationContext context, MachineGroupRequest request)
    {
        var scope = new OperationScope(context, request.Cluster, request.OperationId, request.Facts) { Generation = request.Generation, EventsArrive = request.EventsArrive, StopsInDrain = request.StopsInDrain, StartedAt = request.StartedAt };
        if (request.Progress is not null)
        {
            scope.Progress.Restore(request.Progress);
        }

        return scope;
    }

    public static MachineGroupRequest Request(OperationScope scope, string? pool) => new()
    {
        Cluster = scope.Cluster,
        OperationId = scope.OperationId,
        Generation = scope.Generation,
        Pool = pool,
        Facts = scope.Facts,
        EventsArrive = scope.EventsArrive,
        StopsInDrain = scope.StopsInDrain,
        StartedAt = scope.StartedAt,
    };

    /// <summary>
    /// First until one API server answers, which releases what waits for the control plane of a new cluster, then to the end. A control plane
    /// that is rolled releases nothing early: kubelets may never be newer than the oldest API server.
    /// </summary>
    public static async Task<OrchestratorError?> ControlPlaneAsync(OperationScope scope, GraphStep step, Action release)
    {
        var request = Request(scope, pool: null);
        if (step.Action == PlanAction.Create)
        {
            var initialization = await RunAsync(scope, nameof(ControlPlaneOperation), request with { StopWhenInitialized = true }, OperationInstances.ControlPlaneInit(scope.OperationId));
            if (initialization is not null || scope.MustStop)
            {
                return initialization;
            }

            release();
        }

        var error = await RunAsync(scope, nameof(ControlPlaneOperation), request, OperationInstances.ControlPlane(scope.OperationId));
        return Finish(scope, step, error);
    }

    public static async Task<OrchestratorError?> MachinePoolAsync(OperationScope scope, GraphStep step)
    {
        var error = await RunAsync(scope, nameof(MachinePoolOperation), Request(scope, step.Name), OperationInstances.MachinePool(scope.OperationId, step.Name));
        return Finish(scope, step, error);
    }

    /// <summary>A pool that the spec no longer has: its nodes are emptied before the scale set goes.</summary>
    public static async Task<OrchestratorError?> RetirePoolAsync(OperationScope scope, GraphStep step)
    {
        var loop = new RolloutLoop(scope, Request(scope, step.Name));
        var (pool, unseen) = await loop.ObserveAsync("ObserveMachinePool");
        if (unseen is not null)
        {
            return unseen;
        }

        var nodes = pool.Machines.Where(static m => m.HasNode).Select(static m => m.Name).ToList();
        if (await loop.EmptyAsync(nodes) is { } stuck)
        {
            return stuck;
        }

        if (scope.MustStopDrain)
        {
            await loop.ReopenAsync(scope, pool, nodes);
            return null;
        }

        return await new ResourceStep(scope, step).RunAsync()
            ?? (nodes.Count > 0 ? await loop.UntilDoneAsync("RemoveNode", loop.OfMachines(nodes)) : null);
    }

    /// <summary>A node whose machine is gone already.</summary>
    public static async Task<OrchestratorError?> RemoveNodeAsync(OperationScope scope, GraphStep step)
    {
        var loop = new RolloutLoop(scope, Request(scope, pool: null));
        return Finish(scope, step, await loop.UntilDoneAsync("RemoveNode", loop.OfMachines([step.Name])), "deleted");
    }

    private static async Task<OrchestratorError?> RunAsync(OperationScope scope, string orchestrator, MachineGroupRequest request, string instanceId)
    {
        var result = await scope.Context.CallSubOrchestratorAsync<MachineGroupResult>(orchestrator, request, new TaskOptions().WithInstanceId(instanceId));
        if (result.Stopped)
        {
            scope.Stop();
        }

        return result.Error;
    }

    private static OrchestratorError? Finish(OperationScope scope, GraphStep step, OrchestratorError? error, string detail = "ready")
    {
        if (error is null && !scope.MustStop)
        {
            scope.Progress.Finish(step.Key, detail);
        }

        return error;
    }
}
