using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.ClusterApi.ManagedClusters;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

/// <summary>Follows the references from each Cluster and joins its documents into one draft.</summary>
internal sealed class ClusterAssembly(ManifestObjects objects, IdentityDirectory identities, DiagnosticSink sink)
{
    public IEnumerable<(ClusterDraft Draft, SpecOrigins Origins)> Assemble()
    {
        var clusters = objects.All<ClusterManifest>().ToList();
        foreach (var pool in objects.All<MachinePoolManifest>().Where(p => !objects.Contains("Cluster", p.Meta.Namespace, p.ClusterName)))
        {
            objects.Broken(
                "Cluster", pool.Meta.Namespace, pool.ClusterName, pool.ClusterNameLocation,
                clusters.Where(c => c.Meta.Namespace == pool.Meta.Namespace).Select(static c => c.Meta.Name));
        }

        var managed = new ManagedClusterAssembly(objects, identities, sink);
        return [.. clusters.Select(c => c.ControlPlane?.Kind is "AzureManagedControlPlane" or "AzureASOManagedControlPlane" ? managed.Assemble(c) : Assemble(c))];
    }

    private (ClusterDraft Draft, SpecOrigins Origins) Assemble(ClusterManifest cluster)
    {
        var origins = new SpecOrigins();
        origins.AddAll(string.Empty, cluster.Origins);
        origins.Add("key.name", cluster.Meta.NameLocation);
        var azure = objects.Resolve<AzureClusterManifest>(cluster.Infrastructure, cluster);
        if (azure is not null)
        {
            origins.AddAll(string.Empty, azure.Origins);
        }

        var identity = azure?.Identity is { } reference
            ? identities.Find(reference.Namespace ?? azure.Meta.Namespace, reference.Name, cluster.Meta.Namespace, reference.Location) : null;
        var draft = new ClusterDraft
        {
            Key = new ClusterKey(cluster.Meta.Namespace, cluster.Meta.Name),
            SubscriptionId = azure?.SubscriptionId,
            Location = azure?.Location,
            // CAPZ names the group after the AzureCluster; template users give both objects one name.
            ResourceGroup = azure?.ResourceGroup ?? azure?.Meta.Name,
            Environment = azure?.Environment,
            Identity = identity,
            AdditionalTags = azure?.AdditionalTags ?? new(StringComparer.Ordinal),
            Network = azure?.Network ?? new NetworkDraft(),
            PodCidrBlocks = cluster.PodCidrBlocks,
            ServiceCidrBlocks = cluster.ServiceCidrBlocks,
            ServiceDomain = cluster.ServiceDomain,
            ApiServerPort = cluster.ApiServerPort,
            ControlPlaneHost = azure?.EndpointHost ?? cluster.EndpointHost,
            ControlPlanePort = azure?.EndpointPort ?? cluster.EndpointPort,
            ControlPlane = AssembleControlPlane(cluster, origins),
            MachinePools = AssemblePools(cluster, azure, origins),
            PruneAllowed = cluster.Meta.PruneAllowed,
            Drift = cluster.Meta.Drift,
            Labels = cluster.Meta.Labels,
            Operations = cluster.Meta.Operations,
        };
        return (draft, origins);
    }

    private ControlPlaneDraft? AssembleControlPlane(ClusterManifest cluster, SpecOrigins origins)
    {
        if (objects.Resolve<KubeadmControlPlaneManifest>(cluster.ControlPlane, cluster) is not { } manifest)
        {
            return null;
        }

        origins.AddAll("controlPlane", manifest.Origins);
        origins.Add("controlPlane.name", manifest.Meta.NameLocation);
        var template = objects.Resolve<AzureMachineTemplateManifest>(manifest.Infrastructure, manifest);
        if (template is not null)
        {
            origins.AddAll("controlPlane.machine", template.Origins);
        }

        CheckSecrets(manifest.Kubeadm, manifest.Meta.Namespace, manifest.Origins, "kubeadm");
        return new ControlPlaneDraft(manifest.Meta.Name, manifest.Replicas, manifest.Version, template?.Machine, manifest.Kubeadm);
    }

    private List<MachinePoolDraft> AssemblePools(ClusterManifest cluster, AzureClusterManifest? azure, SpecOrigins origins)
    {
        var manifests = objects.All<MachinePoolManifest>().Where(p => p.Meta.Namespace == cluster.Meta.Namespace && p.ClusterName == cluster.Meta.Name);
        return [.. manifests.Select((manifest, i) => AssemblePool(manifest, azure, origins, JsonPath.Item("machinePools", i)))];
    }

    private MachinePoolDraft AssemblePool(MachinePoolManifest manifest, AzureClusterManifest? azure, SpecOrigins origins, string path)
    {
        origins.AddAll(path, manifest.Origins);
        var infrastructure = objects.Resolve<AzureMachinePoolManifest>(manifest.Infrastructure, manifest);
        if (infrastructure is not null)
        {
            origins.AddAll(path, infrastructure.Origins);
            origins.Add(SpecOrigins.Join(path, "name"), infrastructure.Meta.NameLocation);
            CheckLocation(infrastructure, azure);
        }

        var config = objects.Resolve<KubeadmConfigManifest>(manifest.Bootstrap, manifest);
        if (config is not null)
        {
            origins.AddAll(SpecOrigins.Join(path, "kubeadm"), config.Origins);
            CheckSecrets(config.Kubeadm, config.Meta.Namespace, config.Origins, string.Empty);
        }

        return new MachinePoolDraft
        {
            Name = infrastructure?.Meta.Name ?? manifest.Meta.Name,
            Replicas = manifest.Replicas,
            Version = manifest.Version,
            Machine = infrastructure?.Machine,
            Kubeadm = config?.Kubeadm,
            Strategy = infrastructure?.Strategy,
            FailureDomains = manifest.FailureDomains,
            NodeDrainTimeout = manifest.NodeDrainTimeout ?? infrastructure?.NodeDrainTimeout,
            OrchestrationMode = infrastructure?.OrchestrationMode ?? OrchestrationMode.Uniform,
            PlatformFaultDomainCount = infrastructure?.PlatformFaultDomainCount,
            ZoneBalance = infrastructure?.ZoneBalance,
        };
    }

    private void CheckLocation(AzureMachinePoolManifest pool, AzureClusterManifest? azure)
    {
        if (azure is not null && pool.Location != azure.Location)
        {
            sink.Error(
                ErrorCatalog.InvalidValue, pool.LocationLocation, $"The pool's location is \"{pool.Location}\", the cluster's is \"{azure.Location}\".",
                $"Write {azure.Location}: all machines of a cluster stand in one location.");
        }
    }

    private void CheckSecrets(KubeadmSpec kubeadm, string space, SpecOrigins origins, string prefix)
    {
        for (var i = 0; i < kubeadm.Files.Count; i++)
        {
            if (kubeadm.Files[i] is { SecretName: { } name, SecretKey: { } key } file)
            {
                var secret = SpecOrigins.Join(prefix, $"files[{i}].contentFrom.secret");
                CheckSecret(space, name, key, origins, secret);
            }
        }
    }

    private void CheckSecret(string space, string name, string key, SpecOrigins origins, string path)
    {
        var (owners, secrets) = (AzureJsonSecret.Owners(objects, space), objects.All<SecretManifest>().Where(s => s.Meta.Namespace == space));
        var keys = owners.Any(owner => AzureJsonSecret.NameFor(owner) == name)
            ? AzureJsonSecret.Keys
            : secrets.FirstOrDefault(s => s.Meta.Name == name)?.Data.Keys.ToList();
        if (keys is null)
        {
            objects.Broken("Secret", space, name, origins.Find(path + ".name")!, owners.Select(AzureJsonSecret.NameFor).Concat(secrets.Select(static s => s.Meta.Name)));
        }
        else if (!keys.Contains(key, StringComparer.Ordinal))
        {
            sink.Error(
                ErrorCatalog.BrokenReference, origins.Find(path + ".key"), $"The secret '{name}' has no key '{key}'.",
                $"Write one of {string.Join(", ", keys)}.");
        }
    }
}
