using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Addresses;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

internal sealed class NetworkInterfaces : NetworkType
{
    public const string TypeName = "Microsoft.Network/networkInterfaces";

    public override string Name => TypeName;

    /// <summary>Observed 13 to 26 s include waiting for the subnet's lock; alone it takes the lower end.</summary>
    public override OperationLatency Latency { get; } = new((13, 16), (5, 8), (8, 12));

    public override IReadOnlyList<InlineCollection> Inline { get; } = [new("ipConfigurations")];

    public override void Accept(ResourceWrite write)
    {
        base.Accept(write);
        write.Properties.KeepIdOnly("networkSecurityGroup");
        var configurations = write.Content.Items("properties.ipConfigurations").ToList();
        if (configurations.Count == 0)
        {
            throw NetworkErrors.Invalid($"Network interface {write.Id} must have one or more IP configurations.");
        }

        write.Properties.Default("enableIPForwarding", false);
        write.Properties.Default("enableAcceleratedNetworking", false);
        write.Properties.Ensure("dnsSettings").Default("dnsServers", new JsonArray());
        var allocators = new Dictionary<string, SubnetAddresses>(StringComparer.OrdinalIgnoreCase);
        foreach (var configuration in configurations)
        {
            AcceptConfiguration(write, configuration, configurations, allocators);
        }

        if (configurations.Select(static item => References.OwnerOf(item.Text("properties.subnet.id")!)).Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1)
        {
            throw NetworkErrors.SubnetsNotInSameNetwork(write.Id);
        }
    }

    public override void CheckDelete(ArmResource resource, ArmWorld world)
    {
        if (world.Resources.Referrers(resource.Id, VirtualMachines.TypeName).FirstOrDefault() is { } machine)
        {
            throw NetworkErrors.InterfaceInUse(resource.Id, machine.Id);
        }

        if (resource.Service.Text("privateEndpoint") is { } endpoint)
        {
            throw NetworkErrors.InterfaceInUse(resource.Id, endpoint);
        }
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        base.Render(resource, view, world);
        var properties = view.Ensure("properties");
        properties.Ensure("dnsSettings").Default("appliedDnsServers", new JsonArray());
        if (world.Resources.Referrers(resource.Id, VirtualMachines.TypeName).FirstOrDefault() is { } machine)
        {
            properties["virtualMachine"] = new JsonObject { ["id"] = machine.Id };
            properties["primary"] = true;
        }

        if (resource.Service.Text("privateEndpoint") is { } endpoint)
        {
            properties["privateEndpoint"] = new JsonObject { ["id"] = endpoint };
        }
    }

    /// <summary>The content without what refers to a load balancer.</summary>
    public static JsonObject Without(JsonObject content, string balancerId)
    {
        var copy = content.Copy();
        foreach (var properties in copy.Items("properties.ipConfigurations").Select(static item => item["properties"]).OfType<JsonObject>())
        {
            foreach (var list in new[] { "loadBalancerBackendAddressPools", "loadBalancerInboundNatRules" })
            {
                if (properties[list] is JsonArray items)
                {
                    properties[list] = new JsonArray([.. items.OfType<JsonObject>().Where(item => !ResourceTable.IsUnder(item.Text("id") ?? "", balancerId)).Select(static item => item.Copy())]);
                }
            }
        }

        return copy;
    }

    private static void AcceptConfiguration(ResourceWrite write, JsonObject configuration, List<JsonObject> all, Dictionary<string, SubnetAddresses> allocators)
    {
        var id = $"{write.Id}/ipConfigurations/{configuration["name"]}";
        var properties = configuration.Ensure("properties");
        foreach (var reference in new[] { "subnet", "publicIPAddress", "loadBalancerBackendAddressPools", "loadBalancerInboundNatRules" })
        {
            properties.KeepIdOnly(reference);
        }

        properties.Default("primary", ReferenceEquals(configuration, all[0]) && !all.Exists(static item => item.Flag("properties.primary")));
        properties.Default("privateIPAddressVersion", "IPv4");
        PublicIPAddresses.CheckFree(properties.Text("publicIPAddress.id"), id, write);
        var subnetId = properties.Text("subnet.id") ?? throw NetworkErrors.Invalid($"IP configuration {id} must reference a subnet.");
        if (write.World.Resources.Find(subnetId) is not { } subnet)
        {
            throw NetworkErrors.InvalidReference(subnetId, write.Id);
        }

        if (!allocators.TryGetValue(subnet.Id, out var addresses))
        {
            allocators[subnet.Id] = addresses = new SubnetAddresses(subnet, write.World.Resources, write.Id);
        }

        var before = write.Existing?.Content.Items("properties.ipConfigurations").FirstOrDefault(item => item.Text("name").Same(configuration.Text("name")) && item.Text("properties.subnet.id").Same(subnetId));
        properties.Default("privateIPAllocationMethod", "Dynamic");
        properties["privateIPAddress"] = properties.Text("privateIPAllocationMethod").Same("Static") && properties.Text("privateIPAddress") is { } wanted
            ? addresses.Take(wanted, id)
            : before.Text("properties.privateIPAddress") is { } kept ? addresses.Take(kept, id) : addresses.TakeNext(id);
    }
}
