using Orchestrator.Activities.Nodes.Kubernetes;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Nodes;

/// <summary>Which Azure disks the persistent volumes of a cluster have, and what is to become of each with its volume.</summary>
public sealed class ClusterVolumes(IKubernetesClients clients)
{
    /// <returns>By ARM id of the disk: the volume's name and its reclaim policy.</returns>
    /// <exception cref="Contracts.Errors.OrchestratorException">The cluster's API does not answer, or there is none yet.</exception>
    public async Task<IReadOnlyDictionary<string, (string Volume, string ReclaimPolicy)>> DisksAsync(ClusterSpec spec, CancellationToken cancellation)
    {
        var client = await clients.GetAsync(spec, cancellation).ConfigureAwait(false);
        var disks = new Dictionary<string, (string, string)>(StringComparer.OrdinalIgnoreCase);
        foreach (var volume in await client.ListAsync("api/v1/persistentvolumes", selector: null, cancellation).ConfigureAwait(false))
        {
            var spoken = volume["spec"];
            if ((string?)(spoken?["csi"]?["volumeHandle"] ?? spoken?["azureDisk"]?["diskURI"]) is { } disk)
            {
                // Kubernetes itself takes a missing policy for Retain.
                disks[disk] = (volume.Name(), (string?)spoken?["persistentVolumeReclaimPolicy"] ?? "Retain");
            }
        }

        return disks;
    }
}
