using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;
using Orchestrator.Manifests.Arm;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Defaults;

/// <summary>
/// Fills in what the manifest of an AKS cluster leaves out: for typed fields what Cluster API Provider Azure fills in, for raw bodies only what Azure
/// would refuse the cluster without.
/// </summary>
internal static class ManagedClusterDefaults
{
    private const string Network = "properties.networkProfile";

    public static ClusterSpec Apply(ClusterDraft draft, ManagedClusterDraft managed)
    {
        var cluster = new Names(draft.SubscriptionId ?? Unknown.Text, draft.ResourceGroup ?? draft.Key.Name, managed.Name);
        var location = draft.Location ?? Unknown.Text;
        var body = Body(draft, managed, cluster, location);
        var hasNetwork = managed.IsTyped || draft.Network.VirtualNetworkName is not null;
        var network = NetworkOf(draft, managed, cluster, body);
        return new ClusterSpec
        {
            Key = draft.Key,
            SubscriptionId = cluster.Subscription,
            Location = location,
            ResourceGroup = cluster.ResourceGroup,
            Environment = draft.Environment ?? AzureClouds.Public,
            Identity = draft.Identity ?? ClusterDefaults.UnknownIdentity(draft.Key),
            AdditionalTags = draft.AdditionalTags,
            Network = network,
            ClusterNetwork = new ClusterNetworkSpec
            {
                PodCidrBlocks = draft.PodCidrBlocks,
                ServiceCidrBlocks = draft.ServiceCidrBlocks,
                ServiceDomain = draft.ServiceDomain ?? "cluster.local",
                ApiServerPort = 443,
                ControlPlaneHost = string.Empty,
                ControlPlanePort = 443,
            },
            ControlPlane = ControlPlaneSpec.ByAzure(managed.Name, managed.Version ?? string.Empty),
            PruneAllowed = draft.PruneAllowed,
            Drift = draft.Drift,
            Labels = draft.Labels is { Count: > 0 } ? draft.Labels : null,
            Operations = draft.Operations,
            ManagedCluster = new ManagedClusterSpec
            {
                Name = managed.Name,
                Version = managed.Version,
                Body = body,
                Pools = [.. managed.Pools.Select(pool => Pool(pool, managed, hasNetwork ? SubnetId(cluster, network, pool.SubnetName) : null))],
                Parts = [.. Parts(managed, cluster)],
                IsTyped = managed.IsTyped,
                MaxParallelPools = managed.MaxParallelPools,
                ReplacePools = managed.ReplacePools,
                UpgradeNodeImages = managed.UpgradeNodeImages,
                Adopt = managed.Adopt,
                Power = managed.Power,
                Headers = managed.Headers,
                HasVirtualNetwork = hasNetwork,
            },
        };
    }

    private static JsonObject Body(ClusterDraft draft, ManagedClusterDraft managed, Names cluster, string location)
    {
        var body = (JsonObject)managed.Body.DeepClone();
        if (managed.IsTyped)
        {
            FillTyped(body, draft, cluster, location);
        }

        if (!managed.Adopt)
        {
            if (body.At("properties.fqdnSubdomain") is null)
            {
                body.Default("properties.dnsPrefix", cluster.Name);
            }

            if (body.At("properties.servicePrincipalProfile") is null || body.Is("properties.servicePrincipalProfile.clientId", "msi"))
            {
                body.Default("identity", new JsonObject { ["type"] = "SystemAssigned" });
            }
        }

        return body;
    }

    private static void FillTyped(JsonObject body, ClusterDraft draft, Names cluster, string location)
    {
        body.Default($"{Network}.networkPlugin", "azure");
        body.Default($"{Network}.loadBalancerSku", "standard");
        if (body.TextAt($"{Network}.loadBalancerSku") is { } sku)
        {
            body.Put($"{Network}.loadBalancerSku", sku.ToLowerInvariant());
        }

        body.Default("properties.nodeResourceGroup", NodeResourceGroup(cluster, location));
        body.Default("properties.oidcIssuerProfile", new JsonObject { ["enabled"] = false });
        body.Default("properties.enableRBAC", true);
        body.Default("properties.servicePrincipalProfile", new JsonObject { ["clientId"] = "msi" });
        body.Default("sku", new JsonObject { ["name"] = "Base", ["tier"] = "Free" });
        if (body.At("properties.autoScalerProfile") is JsonObject autoscaler)
        {
            AutoscalerDefaults.Fill(autoscaler);
        }

        if (body.At("properties.securityProfile.azureKeyVaultKms") is JsonObject kms)
        {
            kms.Default("keyVaultNetworkAccess", "Public");
        }

        if (draft.PodCidrBlocks is [var pods])
        {
            body.Default($"{Network}.podCidr", pods);
        }

        if (draft.ServiceCidrBlocks is [var services])
        {
            body.Default($"{Network}.serviceCidr", services);
            if (DnsServiceIP(services) is { } dns)
            {
                body.Default($"{Network}.dnsServiceIP", dns);
            }
        }
    }

    /// <summary>The tenth address of the block, where CAPZ has the cluster's DNS.</summary>
    private static string? DnsServiceIP(string services)
    {
        if (!IPNetwork.TryParse(services, out var network) || network.BaseAddress.GetAddressBytes() is not { Length: 4 } bytes)
        {
            return null;
        }

        bytes[3] = 10;
        return new IPAddress(bytes).ToString();
    }

    // Azure cuts the name of its own choice after 80 characters.
    private static string NodeResourceGroup(Names cluster, string location)
    {
        var name = $"MC_{cluster.ResourceGroup}_{cluster.Name}_{location}";
        return name.Length <= 80 || Unknown.IsIn(name) ? name : name[..80];
    }

    private static NetworkSpec NetworkOf(ClusterDraft draft, ManagedClusterDraft managed, Names cluster, JsonObject body)
    {
        var isOverlay = body.Is($"{Network}.networkPluginMode", "overlay");
        var name = draft.Network.VirtualNetworkName ?? (managed.IsTyped ? cluster.Name : string.Empty);
        string[] standard = managed.IsTyped ? [isOverlay ? "10.224.0.0/12" : "10.0.0.0/8"] : [];
        var subnets = draft.Network.Subnets.Select(s => new SubnetSpec
        {
            Name = s.Name ?? cluster.Name,
            Role = s.Role,
            CidrBlocks = s.CidrBlocks.Count > 0 || !managed.IsTyped ? s.CidrBlocks : [SubnetBlock(isOverlay)],
            ServiceEndpoints = s.ServiceEndpoints,
            PrivateEndpoints = s.PrivateEndpoints,
        }).ToList();
        if (managed.IsTyped && subnets.Count == 0)
        {
            subnets.Add(new SubnetSpec { Name = cluster.Name, Role = SubnetRole.Cluster, CidrBlocks = [SubnetBlock(isOverlay)] });
        }

        return new NetworkSpec
        {
            VirtualNetwork = new VirtualNetworkSpec
            {
                Name = name,
                ResourceGroup = draft.Network.VirtualNetworkResourceGroup ?? cluster.ResourceGroup,
                CidrBlocks = draft.Network.VirtualNetworkCidrBlocks.Count > 0 ? draft.Network.VirtualNetworkCidrBlocks : standard,
            },
            Subnets = subnets,
            ApiServerLoadBalancer = new LoadBalancerSpec { Name = string.Empty, Type = LoadBalancerType.Public, Frontends = [], BackendPoolName = string.Empty },
        };
    }

    private static string SubnetBlock(bool isOverlay) => isOverlay ? "10.224.0.0/16" : "10.240.0.0/16";

    private static string? SubnetId(Names cluster, NetworkSpec network, string? name) => (name ?? (network.Subnets.Count > 0 ? network.Subnets[0].Name : null)) is { } subnet
        ? $"/subscriptions/{cluster.Subscription}/resourceGroups/{network.VirtualNetwork.ResourceGroup}/providers/Microsoft.Network/virtualNetworks/{network.VirtualNetwork.Name}/subnets/{subnet}"
        : null;

    private static AgentPoolSpec Pool(AgentPoolDraft pool, ManagedClusterDraft managed, string? subnetId)
    {
        var properties = (JsonObject)pool.Properties.DeepClone();
        if (managed.IsTyped)
        {
            properties.Default("osType", "Linux");
            properties.Default("osDiskType", "Managed");
            properties.Default("scaleDownMode", "Delete");
            properties.Default("type", "VirtualMachineScaleSets");
        }
        else if (!managed.Adopt)
        {
            properties.Default("type", "VirtualMachineScaleSets");
        }

        if (subnetId is not null)
        {
            properties.Default("vnetSubnetID", subnetId);
        }

        if (pool.Replicas is { } replicas)
        {
            var (least, most) = (properties.NumberAt("minCount") ?? 0, properties.NumberAt("maxCount") ?? int.MaxValue);
            properties["count"] = properties.FlagAt("enableAutoScaling") == true && least <= most ? Math.Clamp(replicas, least, most) : replicas;
        }

        return new AgentPoolSpec { Name = pool.Name, Version = pool.Version, Properties = properties, Headers = pool.Headers };
    }

    private static IEnumerable<ManagedClusterPartSpec> Parts(ManagedClusterDraft managed, Names cluster)
    {
        foreach (var (name, body) in managed.Maintenance)
        {
            yield return new ManagedClusterPartSpec(StepKinds.MaintenanceConfiguration, $"{cluster.Id}/maintenanceConfigurations/{name}", body);
        }

        if (managed.FleetMember is { } member)
        {
            var fleet = member.FleetId ?? $"/subscriptions/{cluster.Subscription}/resourceGroups/{member.ManagerResourceGroup}/providers/Microsoft.ContainerService/fleets/{member.ManagerName}";
            var properties = new JsonObject { ["clusterResourceId"] = cluster.Id };
            if (member.Group is { } group)
            {
                properties["group"] = group;
            }

            yield return new ManagedClusterPartSpec(StepKinds.FleetMember, $"{fleet}/members/{member.Name ?? cluster.Name}", new JsonObject { ["properties"] = properties });
        }

        foreach (var extension in managed.Extensions)
        {
            var body = (JsonObject)extension.Body.DeepClone();
            if (body["plan"] is JsonObject plan)
            {
                plan.Default("name", string.Create(CultureInfo.InvariantCulture, $"{cluster.Name}-{plan["product"]}"));
            }

            yield return new ManagedClusterPartSpec(StepKinds.ClusterExtension, $"{cluster.Id}/providers/Microsoft.KubernetesConfiguration/extensions/{extension.Name}", body);
        }
    }

    private sealed record Names(string Subscription, string ResourceGroup, string Name)
    {
        public string Id => $"/subscriptions/{Subscription}/resourceGroups/{ResourceGroup}/providers/Microsoft.ContainerService/managedClusters/{Name}";
    }
}
