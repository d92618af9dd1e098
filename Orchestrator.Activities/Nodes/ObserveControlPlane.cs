using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Orchestrator.Activities.Nodes.Etcd;
using Orchestrator.Activities.Nodes.Kubernetes;
using Orchestrator.Activities.Nodes.Observation;
using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Nodes;

/// <summary>The truth about a control plane. An API server that does not answer is part of it, not an error; etcd that cannot be asked is not healthy.</summary>
public sealed class ObserveControlPlane(
    IClusterStore store, IMachineInventory inventory, IKubernetesClients clients, IEtcdMembers etcd, MachineHealthOptions health, TimeProvider time,
    ILogger<ObserveControlPlane> logger)
{
    [Function(nameof(ObserveControlPlane))]
    public async Task<MachineGroupObservation> RunAsync([ActivityTrigger] MachineGroupRequest request, CancellationToken cancellation)
    {
        try
        {
            var spec = await store.GetSpecAsync(request.Cluster, request.Generation, cancellation);
            var observation = new MachineGroupObservation
            {
                Exists = true,
                Initialized = await store.FindAsync(request.Cluster, cancellation) is { ControlPlaneInitialized: true },
                Machines = await inventory.ListControlPlaneAsync(spec, cancellation, request.Freshness),
            };
            return observation.Machines.Count == 0 && !observation.Initialized ? observation : await WithClusterAsync(observation, spec, request, cancellation);
        }
        catch (OrchestratorException problem)
        {
            return new MachineGroupObservation { Error = problem.Error };
        }
    }

    private async Task<MachineGroupObservation> WithClusterAsync(MachineGroupObservation observation, ClusterSpec spec, MachineGroupRequest request, CancellationToken cancellation)
    {
        try
        {
            var client = await clients.GetAsync(spec, cancellation);
            if (!await client.IsReadyAsync(cancellation))
            {
                return observation;
            }

            var nodes = await client.ListAsync("api/v1/nodes", null, cancellation);
            var judged = MachineHealth.Of(
                observation.Machines, spec.ControlPlane.Version, isControlPlane: true, NodeObservation.ByName(nodes), request.StartedAt ?? DateTimeOffset.MinValue, time.GetUtcNow(), health);
            var state = new ControlPlaneState(
                observation.Machines,
                nodes,
                await client.ListAsync("api/v1/namespaces/kube-system/pods", "labelSelector=tier%3Dcontrol-plane", cancellation),
                await MembersAsync(spec, cancellation));
            return observation with { ApiReachable = true, EtcdHealthy = state.EtcdHealthy, Machines = [.. state.Machines.Select(judged.Mark)], Held = judged.Held };
        }
        catch (OrchestratorException problem) when (problem.Error.Code == ErrorCatalog.ApiServerUnreachable.Code || problem.Error.Code == ErrorCatalog.NotInitialized.Code)
        {
            return observation;
        }
    }

    private async Task<IReadOnlyList<EtcdMember>> MembersAsync(ClusterSpec spec, CancellationToken cancellation)
    {
        try
        {
            return await etcd.ListAsync(spec, cancellation);
        }
        catch (OrchestratorException problem)
        {
            logger.LogWarning("The etcd members of {Cluster} cannot be listed: {Reason}", spec.Key, problem.Error.Message);
            return [];
        }
    }
}
