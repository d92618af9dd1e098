using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.VirtualMachineScaleSet;
using Orchestrator.Activities.State;
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
            return new MachineGroupSettings { Name = spec.ControlPlane.Name, Replicas = spec.ControlPlane.Replicas };
        }

        var pool = VirtualMachineScaleSetDefinition.PoolOf(spec, request.Pool);
        return new MachineGroupSettings
        {
            Name = pool.Name,
            Replicas = pool.Replicas,
            Strategy = pool.Strategy,
            ResourceId = ClusterResourceIds.VirtualMachineScaleSet(spec, pool.Name),
        };
    }
}
