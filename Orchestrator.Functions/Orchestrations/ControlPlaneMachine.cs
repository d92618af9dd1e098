using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;
using Orchestrator.Functions.Walking;

namespace Orchestrator.Functions.Orchestrations;

/// <summary>Adds or removes one control-plane machine with everything that is its own.</summary>
internal sealed class ControlPlaneMachine(OperationScope scope, string name)
{
    public Task<OrchestratorError?> CreateAsync(MachineRole role) => WalkAsync(StepVerb.Ensure, role);

    /// <summary>
    /// Drain first, while its API server still serves; then out of etcd, which ends that API server; then the machine. The order keeps
    /// quorum: a member that is there without a machine would block the next join.
    /// </summary>
    public async Task<OrchestratorError?> RemoveAsync(MachineGroupObservation group, MachineObservation machine)
    {
        var loop = new RolloutLoop(scope, MachineGroups.Request(scope, pool: null));

        // A machine that is gone has nothing to drain, but may still be counted by etcd.
        if (machine is { HasNode: true, ProvisioningState: not "Deleted" })
        {
            if (await loop.EmptyAsync([name]) is { } error)
            {
                return error;
            }

            if (scope.MustStopDrain)
            {
                await loop.ReopenAsync(scope, group, [name]);
                return null;
            }
        }

        // Half of a removal would be a machine that nobody waits for and nobody removes.
        return scope.StopsInDrain ? await scope.ToTheEndAsync(() => TakeOutAsync(loop, machine)) : await TakeOutAsync(loop, machine);
    }

    private async Task<OrchestratorError?> TakeOutAsync(RolloutLoop loop, MachineObservation machine)
    {
        var request = loop.OfMachines([name]);
        if ((machine.HasNode || machine.EtcdMember is not null) && await loop.UntilDoneAsync("RemoveEtcdMember", request) is { } error)
        {
            return error;
        }

        return await WalkAsync(StepVerb.Delete, role: null)
            ?? (machine.HasNode ? await loop.UntilDoneAsync("RemoveNode", request) : null);
    }

    private async Task<OrchestratorError?> WalkAsync(StepVerb verb, MachineRole? role)
    {
        var plan = await scope.CallAsync<PlanResult>("PlanMachine", new ResourceRequest
        {
            Cluster = scope.Cluster,
            OperationId = scope.OperationId,
            Generation = scope.Generation,
            Role = role,
            Step = new GraphStep { Key = $"{StepKinds.VirtualMachine}/{name}", Kind = StepKinds.VirtualMachine, Name = name, Verb = verb, MachineName = name },
        });
        if (plan.Error is not null)
        {
            return plan.Error;
        }

        return await new GraphWalk(scope, plan.Steps, dynamic: true)
        {
            Run = (step, _) => new ResourceStep(scope, step) { Role = role }.RunAsync(),
        }.RunAsync();
    }
}
