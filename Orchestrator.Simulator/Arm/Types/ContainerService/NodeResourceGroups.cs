using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types.Authorization;

namespace Orchestrator.Simulator.Arm.Types.ContainerService;

/// <summary>What AKS makes in the node resource group of a cluster besides the scale sets: network, outbound way, identity of the kubelets.</summary>
internal static class NodeResourceGroups
{
    private const int MaxLength = 80;

    public static string IdOf(string clusterId, JsonObject content) => $"/subscriptions/{clusterId.Split('/')[2]}/resourceGroups/{content.Text("properties.nodeResourceGroup")}";

    public static string IdOf(ArmResource cluster) => IdOf(cluster.Id, cluster.Content);

    public static string DefaultName(ResourceWrite write)
    {
        var name = $"MC_{ResourcePath.Parse(write.Id)!.ResourceGroup}_{write.Name}_{write.Location}";
        return name.Length <= MaxLength ? name : name[..MaxLength];
    }

    private static string SubnetOf(ArmResource cluster) => $"{Network(cluster)}/virtualNetworks/aks-vnet-{Suffix(cluster)}/subnets/aks-subnet";

    public static string SecurityGroupOf(ArmResource cluster) => $"{Network(cluster)}/networkSecurityGroups/aks-agentpool-{Suffix(cluster)}-nsg";

    /// <summary>The backend pools that every node is in.</summary>
    public static IReadOnlyList<string> BackendPoolsOf(ArmResource cluster) => !HasBalancer(cluster) ? []
        : [$"{Network(cluster)}/loadBalancers/kubernetes/backendAddressPools/aksOutboundBackendPool", $"{Network(cluster)}/loadBalancers/kubernetes/backendAddressPools/kubernetes"];

    /// <summary>The identity of the kubelets: the customer's, or the one that AKS makes.</summary>
    public static string KubeletIdentityOf(ArmResource cluster) =>
        cluster.Content.Text("properties.identityProfile.kubeletidentity.resourceId") ?? $"{IdOf(cluster)}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{cluster.Name}-agentpool";

    /// <summary>The addresses that the nodes' traffic leaves by, as far as AKS knows them.</summary>
    public static IEnumerable<string> OutboundAddressesOf(ArmResource cluster, ArmWorld world)
    {
        var given = cluster.Content.Items("properties.networkProfile.loadBalancerProfile.outboundIPs.publicIPs").Select(static item => item.Text("id")!).ToList();
        return given.Count > 0 ? given : world.Resources.Under(IdOf(cluster), PublicIPAddresses.TypeName).Where(static address => address.Content.Text("tags.aks-managed-type") is not null).Select(static address => address.Id);
    }

    public static void Create(ArmResource cluster, ArmWorld world)
    {
        var group = IdOf(cluster);
        var content = new JsonObject { ["location"] = cluster.Location, ["managedBy"] = cluster.Id, ["tags"] = Tags(cluster), ["properties"] = new JsonObject() };
        world.Keep(new ArmResource(group, ResourceGroups.TypeName, group[(group.LastIndexOf('/') + 1)..], content, [], ArmResource.Succeeded, "", "PutResourceGroupOperation"));
        if (cluster.Content.Text("properties.identityProfile.kubeletidentity.resourceId") is null)
        {
            ServiceWrites.Put(world, UserAssignedIdentities.TypeName, KubeletIdentityOf(cluster), Body(cluster));
        }

        ServiceWrites.Put(world, "Microsoft.Network/networkSecurityGroups", SecurityGroupOf(cluster), Body(cluster, new JsonObject()));
        if (HasBalancer(cluster))
        {
            CreateBalancer(cluster, world);
        }
    }

    /// <summary>The network of pools that name no subnet, made with the first of them.</summary>
    public static string EnsureSubnet(ArmResource cluster, ArmWorld world)
    {
        var subnet = SubnetOf(cluster);
        if (world.Resources.Find(subnet) is null)
        {
            CreateNetwork(cluster, world);
        }

        return subnet;
    }

    /// <summary>A change of how many addresses AKS makes for the way out.</summary>
    public static void Adjust(ArmResource cluster, ArmWorld world)
    {
        if (HasBalancer(cluster))
        {
            CreateBalancer(cluster, world);
        }
    }

    /// <summary>Why the group cannot go: something outside of it still uses what is inside, or a lock forbids it.</summary>
    public static ArmFault? WhoHoldsOn(ArmResource cluster, ArmWorld world)
    {
        var group = IdOf(cluster);
        var inside = world.Resources.Below(group).ToList();
        if (inside.Find(static resource => resource.Type.Same(ManagementLocks.TypeName)) is { } held)
        {
            return new ArmFault("ScopeLocked", $"The scope '{group}' cannot perform delete operation because following scope(s) are locked: '{held.Id}'. Please remove the lock and try again.");
        }

        var users = inside.SelectMany(resource => world.Resources.Referrers(resource.Id)).Where(user => !user.Id.Same(cluster.Id) && !ResourceTable.IsUnder(user.Id, group) && !ResourceTable.IsUnder(user.Id, cluster.Id)).ToList();
        return users.Count == 0 ? null
            : new ArmFault("ResourceGroupDeletionBlocked", $"Deletion of resource group '{group[(group.LastIndexOf('/') + 1)..]}' failed: it is in use by '{string.Join(',', users.Select(static user => user.Id).Distinct(StringComparer.OrdinalIgnoreCase))}'.");
    }

    public static void Drop(ArmResource cluster, ArmWorld world)
    {
        var group = IdOf(cluster);
        foreach (var below in world.Resources.Below(group).Reverse().ToList())
        {
            world.Types.Get(below.Type).Deleted(below, world);
            world.Resources.Remove(below.Id);
        }

        world.Resources.Remove(group);
    }

    private static JsonObject? CreateGateway(ArmResource cluster, ArmWorld world)
    {
        if (!OutboundType(cluster).Same("managedNATGateway"))
        {
            return null;
        }

        var addresses = Addresses(cluster, world, "aks-nat-managed-outbound-ip", cluster.Content.Number("properties.networkProfile.natGatewayProfile.managedOutboundIPProfile.count") ?? 1);
        var id = $"{Network(cluster)}/natGateways/aks-natgateway-{Suffix(cluster)}";
        ServiceWrites.Put(world, NatGateways.TypeName, id, Body(cluster, new JsonObject { ["publicIpAddresses"] = new JsonArray([.. addresses.Select(Reference)]) }, "Standard"));
        return Reference(id);
    }

    private static void CreateBalancer(ArmResource cluster, ArmWorld world)
    {
        var id = $"{Network(cluster)}/loadBalancers/kubernetes";
        var given = cluster.Content.Items("properties.networkProfile.loadBalancerProfile.outboundIPs.publicIPs").Select(static item => item.Text("id")!).ToList();
        var addresses = given.Count > 0 ? given : Addresses(cluster, world, "aks-slb-managed-outbound-ip", cluster.Content.Number("properties.networkProfile.loadBalancerProfile.managedOutboundIPs.count") ?? 1);
        var frontends = addresses.Select(address => new JsonObject { ["name"] = address[(address.LastIndexOf('/') + 1)..], ["properties"] = new JsonObject { ["publicIPAddress"] = Reference(address) } }).ToList();
        var rule = new JsonObject
        {
            ["allocatedOutboundPorts"] = cluster.Content.Number("properties.networkProfile.loadBalancerProfile.allocatedOutboundPorts") ?? 0,
            ["backendAddressPool"] = Reference($"{id}/backendAddressPools/aksOutboundBackendPool"),
            ["enableTcpReset"] = true,
            ["frontendIPConfigurations"] = new JsonArray([.. frontends.Select(frontend => Reference($"{id}/frontendIPConfigurations/{frontend["name"]}"))]),
            ["idleTimeoutInMinutes"] = cluster.Content.Number("properties.networkProfile.loadBalancerProfile.idleTimeoutInMinutes") ?? 30,
            ["protocol"] = "All",
        };
        var body = Body(cluster, new JsonObject
        {
            ["frontendIPConfigurations"] = new JsonArray([.. frontends]),
            ["backendAddressPools"] = new JsonArray(new JsonObject { ["name"] = "aksOutboundBackendPool" }, new JsonObject { ["name"] = "kubernetes" }),
            ["outboundRules"] = new JsonArray(new JsonObject { ["name"] = "aksOutboundRule", ["properties"] = rule }),
        }, "Standard");
        if (world.Resources.Find(id) is not { } existing || !JsonNode.DeepEquals(existing.Content.At("properties.outboundRules"), body.At("properties.outboundRules")))
        {
            ServiceWrites.Put(world, LoadBalancers.TypeName, id, body);
        }
    }

    /// <summary>AKS names its addresses by GUIDs. More are made when more are wanted; what is there stays.</summary>
    private static List<string> Addresses(ArmResource cluster, ArmWorld world, string kind, int count)
    {
        var known = OutboundAddressesOf(cluster, world).Take(count).ToList();
        while (known.Count < count)
        {
            var id = $"{Network(cluster)}/publicIPAddresses/{world.NewGuid()}";
            var body = Body(cluster, new JsonObject { ["publicIPAllocationMethod"] = "Static", ["idleTimeoutInMinutes"] = 30 }, "Standard");
            var tags = body.Ensure("tags");
            tags["aks-managed-cluster-name"] = cluster.Name;
            tags["aks-managed-cluster-rg"] = ResourcePath.Parse(cluster.Id)!.ResourceGroup;
            tags["aks-managed-type"] = kind;
            known.Add(ServiceWrites.Put(world, PublicIPAddresses.TypeName, id, body).Id);
        }

        return known;
    }

    private static void CreateNetwork(ArmResource cluster, ArmWorld world)
    {
        var subnet = new JsonObject { ["addressPrefix"] = "10.224.0.0/16", ["networkSecurityGroup"] = Reference(SecurityGroupOf(cluster)) };
        if (cluster.Content.Text("properties.networkProfile.networkPlugin").Same("kubenet"))
        {
            var table = $"{Network(cluster)}/routeTables/aks-agentpool-{Suffix(cluster)}-routetable";
            ServiceWrites.Put(world, "Microsoft.Network/routeTables", table, Body(cluster, new JsonObject()));
            subnet["routeTable"] = Reference(table);
        }

        if (CreateGateway(cluster, world) is { } gateway)
        {
            subnet["natGateway"] = gateway;
        }

        ServiceWrites.Put(world, VirtualNetworks.TypeName, $"{Network(cluster)}/virtualNetworks/aks-vnet-{Suffix(cluster)}", Body(cluster, new JsonObject
        {
            ["addressSpace"] = new JsonObject { ["addressPrefixes"] = new JsonArray("10.224.0.0/12") },
            ["subnets"] = new JsonArray(new JsonObject { ["name"] = "aks-subnet", ["properties"] = subnet }),
        }));
    }

    private static bool HasBalancer(ArmResource cluster) => OutboundType(cluster).Same("loadBalancer");

    private static string? OutboundType(ArmResource cluster) => cluster.Content.Text("properties.networkProfile.outboundType");

    private static string Network(ArmResource cluster) => $"{IdOf(cluster)}/providers/Microsoft.Network";

    private static string Suffix(ArmResource cluster) => (cluster.Service.Number("suffix") ?? 0).ToString(CultureInfo.InvariantCulture);

    private static JsonObject Tags(ArmResource cluster) => cluster.Content["tags"]?.DeepClone() as JsonObject ?? [];

    private static JsonObject Reference(string id) => new() { ["id"] = id };

    private static JsonObject Body(ArmResource cluster, JsonObject? properties = null, string? sku = null)
    {
        var body = new JsonObject { ["location"] = cluster.Location, ["tags"] = Tags(cluster) };
        if (properties is not null)
        {
            body["properties"] = properties;
        }

        if (sku is not null)
        {
            body["sku"] = new JsonObject { ["name"] = sku };
        }

        return body;
    }
}
