using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.Nodes.Kubernetes;
using Orchestrator.Activities.Nodes.Observation;
using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Nodes;

/// <summary>The truth about a pool. Without the API nobody knows which machines are ready, so that is an error: deciding on it would take healthy machines for sick ones.</summary>
public sealed class ObserveMachinePool(IClusterStore store, IMachineInventory inventory, IKubernetesClients clients, MachineHealthOptions health, TimeProvider time)
{
    [Function(nameof(ObserveMachinePool))]
    public async Task<MachineGroupObservation> RunAsync([ActivityTrigger] MachineGroupRequest request, CancellationToken cancellation)
    {
        try
        {
            var (spec, pool) = await store.FindPoolAsync(request.Cluster, request.Generation, request.Pool ?? "", cancellation)
                ?? throw new ArgumentException($"The cluster {request.Cluster} never had a machine pool '{request.Pool}'.", nameof(request));
            var found = await inventory.GetPoolAsync(spec, pool, cancellation, request.Freshness);
            var observation = new MachineGroupObservation
            {
                Initialized = true,
                Exists = found.Exists,
                Capacity = found.Capacity,

                // A scale set that a broken PUT left Failed takes another PUT, so that whoever makes it says why it fails.
                ModelCurrent = found.ModelCurrent && found.Error is null,
                InProgress = found.InProgress,
                Machines = found.Machines,
            };
            if (found.Machines.Count == 0)
            {
                return observation;
            }

            var client = await clients.GetAsync(spec, cancellation);
            var nodes = NodeObservation.ByName(await client.ListAsync("api/v1/nodes", null, cancellation));
            var judged = MachineHealth.Of(found.Machines, pool.Version, isControlPlane: false, nodes, request.StartedAt ?? DateTimeOffset.MinValue, time.GetUtcNow(), health);
            return observation with
            {
                ApiReachable = true,
                Machines = [.. found.Machines.Select(machine => judged.Mark(machine.WithNode(nodes.GetValueOrDefault(NodeNames.Of(machine.Name)))))],
                Held = judged.Held,
            };
        }
        catch (OrchestratorException problem)
        {
            return new MachineGroupObservation { Error = problem.Error };
        }
    }
}
