using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.Nodes.Kubernetes;
using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Nodes;

/// <summary>
/// Writes down, once and for good, that kubeadm init has worked: from then on machines join. Not before the API answers, one of our machines
/// is its node, and cluster-info is there, without which nothing can join.
/// </summary>
public sealed class MarkControlPlaneInitialized(
    IClusterStore store, IMachineInventory inventory, IKubernetesClients clients, TimeProvider time)
{
    private const int RetrySeconds = 5;

    /// <summary>The first machine was there before anybody asks for its API server.</summary>
    private static readonly TimeSpan MachinesMayBeOld = TimeSpan.FromMinutes(1);

    [Function(nameof(MarkControlPlaneInitialized))]
    public Task<MachineOutcome> RunAsync([ActivityTrigger] MachineGroupRequest request, CancellationToken cancellation) => Outcome.OfAsync(async () =>
    {
        var document = await FindAsync(request.Cluster, cancellation);
        if (document.ControlPlaneInitialized)
        {
            return Outcome.Done;
        }

        var spec = await store.GetSpecAsync(request.Cluster, request.Generation, cancellation);
        if (await MissingAsync(spec, cancellation) is { } missing)
        {
            return Outcome.Later(RetrySeconds, missing);
        }

        await SaveAsync(document, cancellation);
        return Outcome.Done;
    });

    /// <summary>What the cluster still lacks; null when nothing.</summary>
    private async Task<string?> MissingAsync(ClusterSpec spec, CancellationToken cancellation)
    {
        try
        {
            var client = await clients.GetAsync(spec, cancellation);
            if (!await client.IsReadyAsync(cancellation))
            {
                return "waiting for the first API server";
            }

            var machines = (await inventory.ListControlPlaneAsync(spec, cancellation, new Freshness(Machines: time.GetUtcNow() - MachinesMayBeOld))).Select(static machine => NodeNames.Of(machine.Name)).ToHashSet(StringComparer.Ordinal);
            var nodes = await client.ListAsync("api/v1/nodes", "labelSelector=node-role.kubernetes.io%2Fcontrol-plane", cancellation);
            if (!nodes.Any(node => machines.Contains(node.Name())))
            {
                return "waiting for the first machine's node";
            }

            return await client.FindAsync("api/v1/namespaces/kube-public/configmaps/cluster-info", cancellation) is null ? "waiting for kubeadm to finish" : null;
        }
        catch (OrchestratorException problem) when (problem.Error.Code == ErrorCatalog.ApiServerUnreachable.Code)
        {
            return "waiting for the first API server";
        }
    }

    /// <summary>The document is also written by applies; whoever comes second reads again.</summary>
    private async Task SaveAsync(ClusterDocument document, CancellationToken cancellation)
    {
        const int Attempts = 5;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await store.SaveAsync(document with { ControlPlaneInitialized = true, UpdatedAt = time.GetUtcNow() }, cancellation);
                return;
            }
            catch (OrchestratorException problem) when (problem.Error.Code == ErrorCatalog.StateConflict.Code && attempt < Attempts)
            {
                document = await FindAsync(document.Key, cancellation);
            }
        }
    }

    private async Task<ClusterDocument> FindAsync(ClusterKey cluster, CancellationToken cancellation) =>
        await store.FindAsync(cluster, cancellation) ?? throw new OrchestratorException(ErrorCatalog.ClusterNotFound.With(target: cluster.ToString()));
}
