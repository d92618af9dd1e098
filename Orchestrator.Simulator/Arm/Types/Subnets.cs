using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Addresses;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types.ContainerService;

namespace Orchestrator.Simulator.Arm.Types;

internal sealed class Subnets : NetworkType
{
    public const string TypeName = "Microsoft.Network/virtualNetworks/subnets";

    public override string Name => TypeName;

    public override OperationLatency Latency { get; } = new((5, 8), (5, 8), (8, 12));

    /// <summary>All writes under one virtual network take turns.</summary>
    public override string Lock(string id) => References.OwnerOf(id)!;

    public override void Accept(ResourceWrite write)
    {
        base.Accept(write);
        Clean(write.Content);
        var network = write.World.Resources.Find(References.OwnerOf(write.Id))!;
        var others = write.World.Resources.Under(network.Id, TypeName).Where(other => !other.Id.Same(write.Id)).Select(static other => other.Content);
        CheckPrefixes(write.Name, write.Content, network.Content, network.Name, others, write.Id);
        CheckChange(write.Existing, write.Content, write.World);
    }

    public override void CheckDelete(ArmResource resource, ArmWorld world) => CheckUnused(resource, world);

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        var properties = view.Ensure("properties");
        properties.Default("delegations", new JsonArray());
        properties.Default("privateEndpointNetworkPolicies", "Disabled");
        properties.Default("privateLinkServiceNetworkPolicies", "Enabled");
        var uses = world.Resources.AddressesIn(resource.Id).ToList();
        if (uses.Count > 0)
        {
            properties["ipConfigurations"] = new JsonArray([.. uses.Select(static use => new JsonObject { ["id"] = use.ConfigurationId })]);
        }
    }

    /// <summary>Takes out what the service owns or what a GET expanded.</summary>
    public static void Clean(JsonObject content)
    {
        var properties = content.Ensure("properties");
        foreach (var reference in new[] { "networkSecurityGroup", "routeTable", "natGateway" })
        {
            properties.KeepIdOnly(reference);
        }

        content.Remove("id");
        content.Remove("name");
        content.Remove("type");
    }

    /// <summary>Refuses ranges that are malformed, outside the network or over another subnet.</summary>
    public static void CheckPrefixes(string name, JsonObject content, JsonObject network, string networkName, IEnumerable<JsonObject> others, string id)
    {
        var space = (network.At("properties.addressSpace.addressPrefixes") as JsonArray ?? []).Select(prefix => AddressPrefix.Parse(prefix!.ToString(), id)).ToList();
        var own = SubnetAddresses.PrefixesOf(content, id).ToList();
        if (own.Count == 0)
        {
            throw ArmErrors.InvalidParameter($"Required parameter addressPrefix of subnet {id} is missing.", "addressPrefix");
        }

        if (own.Exists(prefix => !space.Exists(range => range.Contains(prefix))))
        {
            throw NetworkErrors.SubnetOutsideNetwork(name, networkName);
        }

        if (others.SelectMany(other => SubnetAddresses.PrefixesOf(other, id)).Any(other => own.Exists(other.Overlaps)))
        {
            throw NetworkErrors.SubnetsOverlap(name, networkName);
        }
    }

    /// <summary>A range with addresses in use stays.</summary>
    public static void CheckChange(ArmResource? existing, JsonObject content, ArmWorld world)
    {
        if (existing is null)
        {
            return;
        }

        var after = SubnetAddresses.PrefixesOf(content, existing.Id).ToList();
        var gone = SubnetAddresses.PrefixesOf(existing.Content, existing.Id).FirstOrDefault(prefix => !after.Exists(kept => kept.Contains(prefix)));
        if (gone is not null && world.Resources.AddressesIn(existing.Id).Any())
        {
            throw NetworkErrors.PrefixInUse(gone.ToString(), existing.Name);
        }
    }

    public static void CheckUnused(ArmResource subnet, ArmWorld world)
    {
        if (world.Resources.AddressesIn(subnet.Id).FirstOrDefault() is { } use)
        {
            throw NetworkErrors.SubnetInUse(subnet.Name, use.ConfigurationId);
        }

        if (world.Resources.Referrers(subnet.Id, VirtualMachineScaleSets.TypeName).FirstOrDefault() is { } scaleSet)
        {
            throw NetworkErrors.SubnetInUse(subnet.Name, scaleSet.Id);
        }

        if (world.Resources.Referrers(subnet.Id, AgentPools.TypeName).FirstOrDefault() is { } pool)
        {
            throw NetworkErrors.SubnetInUse(subnet.Name, pool.Id);
        }
    }
}
