using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types.ContainerService;

/// <summary>What reads show of a cluster beyond what was written.</summary>
internal static class ManagedClusterView
{
    /// <summary>The names of the API server; the first is the one in kubeconfigs. A private cluster has a public name too, unless it is turned off.</summary>
    public static IReadOnlyList<string> HostNames(ArmResource cluster) =>
        [cluster.Service.Text("fqdn")!, .. IsPrivate(cluster) && !HidesPublicName(cluster) ? [PublicName(cluster)] : Array.Empty<string>()];

    public static void Complete(ArmResource resource, JsonObject view, ArmWorld world)
    {
        var properties = view.Ensure("properties");
        properties["currentKubernetesVersion"] = ManagedClusters.VersionOf(resource);
        properties["powerState"] = new JsonObject { ["code"] = resource.Service.Text("power") ?? "Running" };
        properties["maxAgentPools"] = 100;
        properties["resourceUID"] = resource.Service["uid"]?.DeepClone();
        properties["agentPoolProfiles"] = new JsonArray([.. AgentPools.Of(resource.Id, world).Select(static pool => Profile(pool))]);
        Names(resource, properties);
        if (resource.Content.Flag("properties.oidcIssuerProfile.enabled"))
        {
            properties.Ensure("oidcIssuerProfile")["issuerURL"] = $"https://{resource.Location}.oic.prod-aks.azure.com/{world.Options.TenantId}/{resource.Service.Text("uid")}/";
        }

        WayOut(resource, properties, world);
        Identities(resource, view, properties, world);
        (properties["servicePrincipalProfile"] as JsonObject)?.Remove("secret");
        (properties["windowsProfile"] as JsonObject)?.Remove("adminPassword");
    }

    public static JsonObject UpgradeProfile(ArmResource resource, ArmWorld world) => new()
    {
        ["id"] = $"{resource.Id}/upgradeProfiles/default",
        ["name"] = "default",
        ["type"] = $"{ManagedClusters.TypeName}/upgradeProfiles",
        ["properties"] = new JsonObject
        {
            ["controlPlaneProfile"] = new JsonObject { ["kubernetesVersion"] = ManagedClusters.VersionOf(resource), ["name"] = "master", ["osType"] = "Linux", ["upgrades"] = AksVersions.Profile(AksVersions.UpgradesOf(ManagedClusters.VersionOf(resource), resource.Location, world)) },
            ["agentPoolProfiles"] = new JsonArray([.. AgentPools.Of(resource.Id, world).Select(static pool => new JsonObject { ["kubernetesVersion"] = AgentPools.VersionOf(pool), ["name"] = pool.Name, ["osType"] = pool.Content.Text("properties.osType"), ["upgrades"] = new JsonArray() })]),
        },
    };

    /// <summary>What new pools may run: not ahead of the control plane, not too far behind it.</summary>
    public static JsonObject AvailableVersions(ArmResource resource, ArmWorld world) => new()
    {
        ["id"] = $"{resource.Id}/availableAgentPoolVersions",
        ["name"] = "default",
        ["type"] = $"{ManagedClusters.TypeName}/availableAgentPoolVersions",
        ["properties"] = new JsonObject { ["agentPoolVersions"] = AksVersions.ForPools(ManagedClusters.VersionOf(resource), resource.Location, world) },
    };

    private static void Names(ArmResource cluster, JsonObject properties)
    {
        var host = cluster.Service.Text("fqdn")!;
        if (!IsPrivate(cluster))
        {
            properties["fqdn"] = host;
        }
        else
        {
            properties["privateFQDN"] = host;
            if (!HidesPublicName(cluster))
            {
                properties["fqdn"] = PublicName(cluster);
            }
        }

        var name = IsPrivate(cluster) ? PublicName(cluster) : host;
        properties["azurePortalFQDN"] = name.Replace(".hcp.", ".portal.hcp.", StringComparison.Ordinal);
    }

    private static void WayOut(ArmResource cluster, JsonObject properties, ArmWorld world)
    {
        var member = cluster.Content.Text("properties.networkProfile.outboundType")?.ToLowerInvariant() switch { "loadbalancer" => "loadBalancerProfile", "managednatgateway" => "natGatewayProfile", _ => null };
        if (member is not null)
        {
            properties.Ensure($"networkProfile.{member}")["effectiveOutboundIPs"] = new JsonArray([.. NodeResourceGroups.OutboundAddressesOf(cluster, world).Select(static id => new JsonObject { ["id"] = id })]);
        }
    }

    private static void Identities(ArmResource cluster, JsonObject view, JsonObject properties, ArmWorld world)
    {
        var kubelet = NodeResourceGroups.KubeletIdentityOf(cluster);
        if (world.Resources.Find(kubelet) is { } identity)
        {
            properties.Ensure("identityProfile")["kubeletidentity"] = new JsonObject
            {
                ["resourceId"] = kubelet,
                ["clientId"] = identity.Service["clientId"]?.DeepClone(),
                ["objectId"] = identity.Service["principalId"]?.DeepClone(),
            };
        }

        if (view["identity"] is not JsonObject own)
        {
            return;
        }

        if (cluster.Service["principalId"] is { } principal)
        {
            own["principalId"] = principal.DeepClone();
            own["tenantId"] = world.Options.TenantId;
        }

        foreach (var (id, _) in (own["userAssignedIdentities"] as JsonObject)?.ToList() ?? [])
        {
            var known = world.Resources.Find(id)?.Service;
            own["userAssignedIdentities"]![id] = new JsonObject { ["principalId"] = known?["principalId"]?.DeepClone(), ["clientId"] = known?["clientId"]?.DeepClone() };
        }
    }

    private static JsonObject Profile(ArmResource pool)
    {
        var profile = pool.Properties.Copy();
        profile["name"] = pool.Name;
        profile["provisioningState"] = pool.State;
        AgentPools.Describe(pool, profile);
        return profile;
    }

    private static bool IsPrivate(ArmResource cluster) => cluster.Content.Flag("properties.apiServerAccessProfile.enablePrivateCluster");

    private static bool HidesPublicName(ArmResource cluster) =>
        cluster.Content.At("properties.apiServerAccessProfile.enablePrivateClusterPublicFQDN") is JsonValue value && value.TryGetValue<bool>(out var shown) && !shown;

    private static string PublicName(ArmResource cluster) => $"{cluster.Service.Text("fqdn")!.Split('.')[0]}.hcp.{cluster.Location}.azmk8s.io";
}
