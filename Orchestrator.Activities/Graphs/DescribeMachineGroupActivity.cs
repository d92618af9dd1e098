using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.VirtualMachineScaleSet;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Graphs;

/// <summary>What a rollout's decisions need of the stored spec.</summary>
public sealed class DescribeMachineGroupActivity(IClusterStore clusters)
{
    [Function("DescribeMachineGroup")]
    public async Task<MachineGroupSettings> RunAsync([ActivityTrigger] MachineGroupRequest request, CancellationToken cancellation)
    {
        var spec = await clusters.GetSpecAsync(request.Cluster, request.Generation, cancellation).ConfigureAwait(false);
        if (request.Pool is null)
        {
            return new MachineGroupSettings { Name = spec.ControlPlane.Name, Replicas = spec.ControlPlane.Replicas, Timeouts = TimeoutsOf(spec) };
        }

        var pool = VirtualMachineScaleSetDefinition.PoolOf(spec, request.Pool);
        return new MachineGroupSettings
        {
            Name = pool.Name,
            Replicas = pool.Replicas,
            LastReconciledReplicas = await LastReconciledAsync(request, cancellation).ConfigureAwait(false),
            Strategy = pool.Strategy,
            Timeouts = TimeoutsOf(spec),
            ResourceId = ClusterResourceIds.VirtualMachineScaleSet(spec, pool.Name),
        };
    }

    /// <summary>Null when the spec sets no limits.</summary>
    internal static StepTimeouts? TimeoutsOf(ClusterSpec spec) => spec.Operations is { StepTimeouts: { Count: > 0 } limits } ? new StepTimeouts(limits) : null;

    private async Task<int?> LastReconciledAsync(MachineGroupRequest request, CancellationToken cancellation)
    {
        var document = await clusters.FindAsync(request.Cluster, cancellation).ConfigureAwait(false);
        var spec = document is { ObservedGeneration: > 0 }
            ? await clusters.FindSpecAsync(request.Cluster, document.ObservedGeneration, cancellation).ConfigureAwait(false)
            : null;
        return spec?.MachinePools.FirstOrDefault(p => p.Name == request.Pool)?.Replicas;
    }
}
