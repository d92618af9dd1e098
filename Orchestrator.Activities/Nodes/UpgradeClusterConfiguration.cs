using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.Nodes.Kubernetes;
using Orchestrator.Activities.Nodes.Upgrades;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Nodes;

/// <summary>
/// Does inside the cluster what <c>kubeadm upgrade apply</c> would: we replace machines instead of running it. Before the first machine of
/// a version joins, the stored configuration and the access rules; and, called again once every control-plane machine runs the
/// version, kube-proxy and CoreDNS, which must not be newer than the oldest API server. Idempotent.
/// </summary>
public sealed class UpgradeClusterConfiguration(ClusterConnections connections)
{
    [Function(nameof(UpgradeClusterConfiguration))]
    public Task<MachineOutcome> RunAsync([ActivityTrigger] MachineGroupRequest request, CancellationToken cancellation) => Outcome.OfAsync(async () =>
    {
        var (spec, client) = await connections.OpenAsync(request.Cluster, request.Generation, cancellation);
        await StoredClusterConfiguration.EnsureAsync(client, spec, cancellation);
        await BootstrapAccess.EnsureAsync(client, cancellation);
        if (!await RunsEverywhereAsync(client, spec.ControlPlane.Version, cancellation))
        {
            return Outcome.Done with { Detail = "kube-proxy and CoreDNS follow when every control-plane machine runs the version" };
        }

        await new KubeadmAddons(client, spec).EnsureAsync(cancellation);
        return Outcome.Done;
    });

    private static async Task<bool> RunsEverywhereAsync(KubernetesClient client, string version, CancellationToken cancellation) =>
        (await client.ListAsync("api/v1/nodes", "labelSelector=node-role.kubernetes.io%2Fcontrol-plane", cancellation))
        .All(node => node["status"]?["nodeInfo"]?["kubeletVersion"]?.ToString() == version);
}
