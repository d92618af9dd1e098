using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Addresses;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>An address in a subnet that leads to a service. It brings a network interface of its own, which comes and goes with it.</summary>
internal sealed class PrivateEndpoints : NetworkType
{
    public const string TypeName = "Microsoft.Network/privateEndpoints";
    private static readonly string[] Lists = ["privateLinkServiceConnections", "manualPrivateLinkServiceConnections"];

    public override string Name => TypeName;

    public override OperationLatency Latency { get; } = new((20, 35), (8, 15), (15, 25));

    public override IReadOnlyList<InlineCollection> Inline { get; } = [.. Lists.Select(static list => new InlineCollection(list))];

    public override IReadOnlyList<string> Immutable => ["properties.subnet.id", "properties.customNetworkInterfaceName"];

    protected override bool HasGuid => false;

    /// <summary>The address that it has in its subnet.</summary>
    public static string AddressOf(ArmResource endpoint) => endpoint.Service.Text("address")!;

    /// <summary>The service that it leads to.</summary>
    public static string TargetOf(JsonObject content) => Connections(content).First().Text("properties.privateLinkServiceId")!;

    public override void Accept(ResourceWrite write)
    {
        foreach (var connection in Connections(write.Content))
        {
            connection.Default("name", write.Name);
        }

        base.Accept(write);
        CheckConnections(write);
        write.Properties.KeepIdOnly("subnet");
        write.Properties.Remove("customDnsConfigs");
        write.Properties.Default("ipConfigurations", new JsonArray());
        write.Properties.Default("applicationSecurityGroups", new JsonArray());
        write.Properties.Default("customNetworkInterfaceName", "");
        var subnetId = write.Content.Text("properties.subnet.id") ?? throw NetworkErrors.Invalid($"Private endpoint {write.Id} must reference a subnet.");
        var subnet = write.World.Resources.Find(subnetId) ?? throw NetworkErrors.InvalidReference(subnetId, write.Id);
        TakeAddress(write, subnet);
    }

    public override void Begin(ResourceWrite write) => write.World.Keep(Interface(write));

    public override ArmResource Finish(ArmResource resource, ArmOperation operation, ArmWorld world)
    {
        SetInterface(resource, world, ArmResource.Succeeded);
        return resource;
    }

    public override void Fail(ArmResource resource, ArmOperation operation, ArmWorld world) => SetInterface(resource, world, ArmResource.Failed);

    public override void Deleted(ArmResource resource, ArmWorld world) => world.Resources.Remove(resource.Service.Text("interface")!);

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        var properties = view.Ensure("properties");
        properties["networkInterfaces"] = new JsonArray(new JsonObject { ["id"] = resource.Service.Text("interface") });
        foreach (var list in Lists)
        {
            foreach (var connection in view.Items($"properties.{list}"))
            {
                connection.Ensure("properties")["privateLinkServiceConnectionState"] = State(isManual: list.StartsWith("manual", StringComparison.Ordinal));
            }
        }

        properties["customDnsConfigs"] = new JsonArray([.. Names(resource).Select(name => new JsonObject { ["fqdn"] = name, ["ipAddresses"] = new JsonArray(AddressOf(resource)) })]);
    }

    private static IEnumerable<JsonObject> Connections(JsonObject content) => Lists.SelectMany(list => content.Items($"properties.{list}"));

    private static JsonObject State(bool isManual) => isManual
        ? new() { ["status"] = "Pending", ["description"] = "Awaiting Approval", ["actionsRequired"] = "None" }
        : new() { ["status"] = "Approved", ["description"] = "Auto-Approved", ["actionsRequired"] = "None" };

    /// <summary>Storage has one name for each group; other services tell no names here.</summary>
    private static IEnumerable<string> Names(ArmResource endpoint)
    {
        var target = TargetOf(endpoint.Content);
        return target.Contains("/Microsoft.Storage/storageAccounts/", StringComparison.OrdinalIgnoreCase)
            ? (Connections(endpoint.Content).First().At("properties.groupIds") as JsonArray ?? []).Select(group => $"{target[(target.LastIndexOf('/') + 1)..]}.{group}.core.windows.net")
            : [];
    }

    private static void CheckConnections(ResourceWrite write)
    {
        var connections = Connections(write.Content).ToList();
        if (connections.Count != 1)
        {
            throw NetworkErrors.Invalid($"Private endpoint {write.Id} must have exactly one private link service connection.");
        }

        if (connections[0].Text("properties.privateLinkServiceId") is not { } target)
        {
            throw NetworkErrors.Invalid($"The private link service connection of private endpoint {write.Id} must have a privateLinkServiceId.");
        }

        if (write.Existing is { } existing && !TargetOf(existing.Content).Same(target))
        {
            throw ArmErrors.PropertyChangeNotAllowed("privateLinkServiceConnections.privateLinkServiceId");
        }
    }

    private static void TakeAddress(ResourceWrite write, ArmResource subnet)
    {
        var group = write.Id[..write.Id.LastIndexOf("/providers/", StringComparison.OrdinalIgnoreCase)];
        var custom = write.Content.Text("properties.customNetworkInterfaceName") is { Length: > 0 } name ? name : $"{write.Name}.nic.{write.World.NewGuid()}";
        write.Service.Default("interface", $"{group}/providers/{NetworkInterfaces.TypeName}/{custom}");
        var id = write.Service.Text("interface")!;
        var addresses = new SubnetAddresses(subnet, write.World.Resources, id);
        var wanted = write.Content.Items("properties.ipConfigurations").Select(static item => item.Text("properties.privateIPAddress")).OfType<string>().FirstOrDefault();
        write.Service["address"] = wanted is not null ? addresses.Take(wanted, id)
            : write.Service.Text("address") is { } before ? addresses.Take(before, id)
            : addresses.TakeNext(id);
    }

    private static ArmResource Interface(ResourceWrite write)
    {
        var id = write.Service.Text("interface")!;
        var content = new JsonObject
        {
            ["location"] = write.Location,
            ["properties"] = new JsonObject
            {
                ["ipConfigurations"] = new JsonArray(new JsonObject
                {
                    ["name"] = $"privateEndpointIpConfig.{write.Name}",
                    ["properties"] = new JsonObject
                    {
                        ["privateIPAddress"] = write.Service.Text("address"), ["privateIPAllocationMethod"] = "Dynamic", ["privateIPAddressVersion"] = "IPv4", ["primary"] = true,
                        ["subnet"] = write.Properties["subnet"]!.DeepClone(),
                    },
                }),
                ["enableIPForwarding"] = false,
                ["enableAcceleratedNetworking"] = false,
                ["dnsSettings"] = new JsonObject { ["dnsServers"] = new JsonArray() },
            },
        };
        var service = write.World.Resources.Find(id)?.Service.Copy() ?? new JsonObject { ["resourceGuid"] = write.World.NewGuid().ToString() };
        service["privateEndpoint"] = write.Id;
        return new ArmResource(id, NetworkInterfaces.TypeName, id[(id.LastIndexOf('/') + 1)..], content, service, "Updating", "", write.Type.PutOperation);
    }

    private static void SetInterface(ArmResource endpoint, ArmWorld world, string state) =>
        world.Keep(world.Resources.Find(endpoint.Service.Text("interface")!)! with { State = state });
}
