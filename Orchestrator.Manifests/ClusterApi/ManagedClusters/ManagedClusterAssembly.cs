using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi.ManagedClusters;

/// <summary>Joins the documents of an AKS cluster into one draft.</summary>
internal sealed class ManagedClusterAssembly(ManifestObjects objects, IdentityDirectory identities, DiagnosticSink sink)
{
    private readonly OperatorAssembly fromOperator = new(objects, identities, sink);

    public (ClusterDraft Draft, SpecOrigins Origins) Assemble(ClusterManifest cluster)
    {
        var origins = new SpecOrigins();
        origins.AddAll(string.Empty, cluster.Origins);
        origins.Add("key.name", cluster.Meta.NameLocation);
        var draft = new ClusterDraft
        {
            Key = new ClusterKey(cluster.Meta.Namespace, cluster.Meta.Name),
            PodCidrBlocks = cluster.PodCidrBlocks,
            ServiceCidrBlocks = cluster.ServiceCidrBlocks,
            ServiceDomain = cluster.ServiceDomain,
            PruneAllowed = cluster.Meta.PruneAllowed,
            Drift = cluster.Meta.Drift,
            Labels = cluster.Meta.Labels,
            Operations = cluster.Meta.Operations,
        };
        var pools = objects.All<MachinePoolManifest>().Where(p => p.Meta.Namespace == cluster.Meta.Namespace && p.ClusterName == cluster.Meta.Name).ToList();
        return cluster.ControlPlane!.Kind == "AzureManagedControlPlane"
            ? (AssembleTyped(draft, cluster, pools, origins), origins)
            : (fromOperator.Assemble(draft, cluster, pools, origins), origins);
    }

    private ClusterDraft AssembleTyped(ClusterDraft draft, ClusterManifest cluster, List<MachinePoolManifest> pools, SpecOrigins origins)
    {
        _ = objects.Resolve<AzureManagedClusterManifest>(cluster.Infrastructure, cluster);
        if (objects.Resolve<AzureManagedControlPlaneManifest>(cluster.ControlPlane, cluster) is not { } manifest)
        {
            return draft with { ManagedCluster = new ManagedClusterDraft { Name = cluster.Meta.Name, Body = [] } };
        }

        origins.AddAll(string.Empty, manifest.Origins);
        origins.Add("managedCluster.name", manifest.Meta.NameLocation);
        var identity = manifest.Identity is { } reference
            ? identities.Find(reference.Namespace ?? manifest.Meta.Namespace, reference.Name, cluster.Meta.Namespace, reference.Location) : null;
        return draft with
        {
            SubscriptionId = manifest.SubscriptionId,
            Location = manifest.Location,
            ResourceGroup = manifest.ResourceGroup ?? cluster.Meta.Name,
            Environment = manifest.Environment,
            Identity = identity,
            AdditionalTags = manifest.AdditionalTags,
            Network = manifest.Network,
            ManagedCluster = new ManagedClusterDraft
            {
                Name = manifest.Meta.Name,
                Version = manifest.Version,
                Body = manifest.Body,
                IsTyped = true,
                Pools = [.. pools.Select((pool, i) => AssemblePool(pool, origins, JsonPath.Item("managedCluster.pools", i)))],
                FleetMember = manifest.FleetMember,
                Extensions = manifest.Extensions,
                Headers = ManagedClusterBody.Headers(manifest.Meta),
            },
        };
    }

    private AgentPoolDraft AssemblePool(MachinePoolManifest pool, SpecOrigins origins, string path)
    {
        origins.AddAll(path, pool.Origins);
        if (pool.Infrastructure is { Kind: not "AzureManagedMachinePool" } other)
        {
            sink.Error(
                ErrorCatalog.InvalidValue, other.Location, $"The pool is a {other.Kind}, its cluster's control plane an AzureManagedControlPlane.",
                "Refer to an AzureManagedMachinePool.");
            return new AgentPoolDraft(pool.Meta.Name, []) { Replicas = pool.Replicas, Version = pool.Version };
        }

        if (objects.Resolve<AzureManagedMachinePoolManifest>(pool.Infrastructure, pool) is not { } manifest)
        {
            return new AgentPoolDraft(Sources.Unknown.Text, []) { Replicas = pool.Replicas, Version = pool.Version };
        }

        origins.AddAll(path, manifest.Origins);
        origins.Add(SpecOrigins.Join(path, "name"), manifest.Meta.NameLocation);
        return new AgentPoolDraft(manifest.Name ?? manifest.Meta.Name, manifest.Properties)
        {
            Replicas = pool.Replicas,
            Version = pool.Version,
            SubnetName = manifest.SubnetName,
            Headers = ManagedClusterBody.Headers(manifest.Meta),
        };
    }
}
