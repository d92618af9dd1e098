using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Functions.Rollouts;
using Orchestrator.Functions.Walking;

namespace Orchestrator.Functions.Orchestrations;

/// <summary>Brings a control plane to its spec: the first machine by kubeadm init, the others and every replacement by join, one at a time.</summary>
public static class ControlPlaneOperation
{
    private const string Upgrade = "UpgradeClusterConfiguration";

    [Function(nameof(ControlPlaneOperation))]
    public static async Task<MachineGroupResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, MachineGroupRequest request)
    {
        var scope = MachineGroups.Scope(context, request);
        var loop = new RolloutLoop(scope, request);
        var settings = await scope.CallAsync<MachineGroupSettings>("DescribeMachineGroup", loop.Request);
        scope.Timeouts = settings.Timeouts ?? scope.Timeouts;
        var upgraded = false;
        return await loop.RunAsync("ObserveControlPlane", async group =>
        {
            var decision = ControlPlaneRollout.Decide(settings, group);
            if (await loop.HoldAsync(group, decision))
            {
                return null;
            }

            scope.Progress.Phase(decision.Reason);
            if (request.StopWhenInitialized && group.Initialized)
            {
                return new MachineGroupResult();
            }

            if (decision.Action == RolloutAction.Done && loop.MayBeOld)
            {
                loop.LookAnew();
                return null;
            }

            if (decision.Action == RolloutAction.Done)
            {
                // Once more: what must not run ahead of any API server (kube-proxy, CoreDNS) moves only now.
                return new MachineGroupResult(await loop.UntilDoneAsync(Upgrade, loop.Request));
            }

            if (decision.IsUpgrade && !upgraded)
            {
                if (await loop.UntilDoneAsync(Upgrade, loop.Request) is { } refused)
                {
                    return new MachineGroupResult(refused);
                }

                upgraded = true;
            }

            return await ActAsync(scope, loop, settings, group, decision) is { } error ? new MachineGroupResult(error) : null;
        });
    }

    private static async Task<OrchestratorError?> ActAsync(
        OperationScope scope, RolloutLoop loop, MachineGroupSettings settings, MachineGroupObservation group, RolloutDecision decision)
    {
        switch (decision.Action)
        {
            case RolloutAction.Create:
                return await loop.WriteAsync(() => new ControlPlaneMachine(scope, MachineName(scope.Context, settings)).CreateAsync(decision.Role));
            case RolloutAction.Remove:
                var machine = group.Machines.Single(m => m.Name == decision.Machines[0]);
                return await loop.WriteAsync(() => new ControlPlaneMachine(scope, machine.Name).RemoveAsync(group, machine));
            default:
                return await WaitAsync(loop, group, decision);
        }
    }

    /// <summary>Before the durable fact exists, the wait is for the first API server: once it answers, the fact is written.</summary>
    private static async Task<OrchestratorError?> WaitAsync(RolloutLoop loop, MachineGroupObservation group, RolloutDecision decision)
    {
        if (!group.Initialized && group.Machines.Count > 0)
        {
            return await loop.UntilDoneAsync("MarkControlPlaneInitialized", loop.Request);
        }

        return await loop.PauseAsync(decision);
    }

    /// <summary>Machine names as Cluster API gives them: the control plane's name and five characters.</summary>
    private static string MachineName(TaskOrchestrationContext context, MachineGroupSettings settings) =>
        $"{settings.Name}-{context.NewGuid().ToString("N")[..5]}";
}
