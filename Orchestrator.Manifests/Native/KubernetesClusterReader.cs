using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.ClusterApi;
using Orchestrator.Manifests.Defaults;
using Orchestrator.Manifests.Drift;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.Native;

/// <summary>Reads <c>orchestrator/v1alpha1 KubernetesCluster</c>: one document says what CAPZ needs eight for.</summary>
internal sealed class KubernetesClusterReader : IKindReader
{
    public string ApiGroup => "orchestrator";

    public string ApiVersion => "v1alpha1";

    public string Kind => "KubernetesCluster";

    public ManifestObject Read(ObjectReader root, ObjectMeta meta)
    {
        var spec = root.RequiredObject("spec", at: string.Empty);
        if (spec is null)
        {
            return new KubernetesClusterManifest(meta, root.Context.Origins, new ClusterDraft { Key = new(meta.Namespace, meta.Name) }, Identity: null);
        }

        var version = spec.RequiredString("kubernetesVersion", at: "controlPlane.version");
        var sshPublicKey = spec.String("sshPublicKey", at: "controlPlane.machine.sshPublicKey") is { Length: > 0 } line ? line.Trim() : null;
        var subscription = spec.RequiredString("subscription", at: "subscriptionId");
        var (identity, reference) = IdentityReader.Read(spec, meta);
        var network = spec.Object("network");
        var networkDraft = NetworkReader.Read(network, subscription);
        var (key, resourceGroup) = (new ClusterKey(meta.Namespace, meta.Name), spec.String("resourceGroup"));
        List<CustomRoleDraft> roles = [.. spec.Objects("roles").Select(RoleReader.Read)];
        var machines = new NativeMachineReader(meta.Name, version, sshPublicKey, new RoleReferences(key, subscription, resourceGroup ?? meta.Name, roles)) { HairpinHost = HairpinHost(meta.Name, networkDraft) };
        var draft = new ClusterDraft
        {
            Key = key,
            SubscriptionId = subscription,
            Location = spec.RequiredString("location"),
            ResourceGroup = resourceGroup,
            Environment = spec.Choice("environment", AzureClouds.Names),
            Identity = identity,
            AdditionalTags = spec.StringMap("tags", at: "additionalTags"),
            Network = networkDraft,
            ControlPlaneHost = networkDraft.ApiServerHost,
            PodCidrBlocks = network?.Strings("podCidrs", at: "/clusterNetwork.podCidrBlocks") is { Count: > 0 } pods ? pods : ["192.168.0.0/16"],
            ServiceCidrBlocks = network?.Strings("serviceCidrs", at: "/clusterNetwork.serviceCidrBlocks") ?? [],
            ServiceDomain = network?.String("serviceDomain", at: "/clusterNetwork.serviceDomain"),
            ApiServerPort = network?.Integer("apiServerPort", at: "/clusterNetwork.apiServerPort"),
            ControlPlane = spec.RequiredObject("controlPlane") is { } controlPlane ? machines.ReadControlPlane(controlPlane) : null,
            MachinePools = [.. spec.Objects("pools", at: "machinePools").Select(machines.ReadPool)],
            Roles = roles,
            Backup = BackupReader.Read(spec.Object("backup")),
            PruneAllowed = meta.PruneAllowed,
            Drift = DriftReader.Read(spec, meta.Drift),
            Labels = meta.Labels,
            Operations = OperationPolicyReader.Read(spec, meta.Operations),
        };
        root.Context.Origins.Add("key.name", meta.NameLocation);
        AddInherited(spec, root.Context.Origins, draft.MachinePools.Count);
        return new KubernetesClusterManifest(meta, root.Context.Origins, draft, reference);
    }

    // An internal load balancer sends no machine its own traffic back.
    private static string? HairpinHost(string cluster, NetworkDraft network) => network.ApiServerLoadBalancer?.Type == LoadBalancerType.Internal
        ? network.ApiServerHost ?? $"{ResourceNames.ApiServerRecord}.{network.PrivateDns.Name ?? ResourceNames.PrivateDnsZone(cluster)}"
        : null;

    // Pools take the cluster's version and key: what is wrong with those is said once, where they stand.
    private static void AddInherited(ObjectReader spec, SpecOrigins origins, int pools)
    {
        for (var i = 0; i < pools; i++)
        {
            origins.Add($"machinePools[{i}].version", spec.Locate("kubernetesVersion"));
            origins.Add($"machinePools[{i}].machine.sshPublicKey", spec.Locate("sshPublicKey"));
        }
    }
}
