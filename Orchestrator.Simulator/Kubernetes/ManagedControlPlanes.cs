using System.Security.Cryptography;
using System.Text;
using Orchestrator.Simulator.Machines;

namespace Orchestrator.Simulator.Kubernetes;

/// <summary>The clusters whose control planes Azure runs, by the ids of their ARM resources. Used inside the gate.</summary>
internal sealed class ManagedControlPlanes(SimulatedClusters clusters, SimulationGate gate)
{
    public SimulatedCluster? Find(string resourceId) =>
        clusters.Present.FirstOrDefault(cluster => string.Equals(cluster.State.Managed?.ResourceId, resourceId, StringComparison.OrdinalIgnoreCase));

    public void Apply(ManagedControlPlane wanted) => gate.Write(() =>
    {
        if (Find(wanted.ResourceId) is { } existing)
        {
            existing.Change(existing.State with { Managed = wanted });
            return;
        }

        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(wanted.ResourceId.ToLowerInvariant())))[..20];
        var cluster = clusters.Open(new ClusterState(id, wanted.Name, clusters.Time.GetUtcNow(), wanted.CaCertificate, wanted.CaKey, "", wanted.HostNames[0], [.. wanted.HostNames], AllowsAnonymous: true) { Managed = wanted });
        var objects = new BootstrapObjects(cluster);
        objects.CreateNamespaces();
        objects.Load(ManagedManifests.Of(wanted));
        objects.CreateWorkload();
    });

    public void Delete(string resourceId) => gate.Write(() =>
    {
        if (Find(resourceId) is { } cluster)
        {
            clusters.Remove(cluster);
        }
    });
}
