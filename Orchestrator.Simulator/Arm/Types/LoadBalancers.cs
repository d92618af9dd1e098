using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Addresses;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

internal sealed class LoadBalancers : NetworkType
{
    public const string TypeName = "Microsoft.Network/loadBalancers";
    private static readonly string[] RuleCollections = ["loadBalancingRules", "inboundNatRules", "outboundRules"];

    public override string Name => TypeName;

    public override OperationLatency Latency { get; } = new((3, 8), (2, 5), (8, 12));

    public override IReadOnlyList<string> Immutable => ["sku.name", "sku.tier"];

    public override IReadOnlyList<InlineCollection> Inline { get; } =
    [
        new("frontendIPConfigurations"), new("backendAddressPools", Writable: true), new("loadBalancingRules"), new("probes"),
        new("inboundNatRules", Writable: true), new("outboundRules"), new("inboundNatPools"),
    ];

    public override void Accept(ResourceWrite write)
    {
        base.Accept(write);
        write.Content.Ensure("sku").Default("name", "Standard");
        write.Content.Ensure("sku").Default("tier", "Regional");
        foreach (var frontend in write.Content.Items("properties.frontendIPConfigurations"))
        {
            AcceptFrontend(write, frontend);
        }

        CheckPorts(write);
        CheckVanished(write);
    }

    public override void CheckDelete(ArmResource resource, ArmWorld world)
    {
        if (world.Resources.Referrers(resource.Id, VirtualMachineScaleSets.TypeName).FirstOrDefault() is { } scaleSet)
        {
            var children = References.In(scaleSet.Content, scaleSet.Id).Where(id => ResourceTable.IsUnder(id, resource.Id)).Select(static id => id[(id.LastIndexOf('/') + 1)..]);
            throw NetworkErrors.LoadBalancerInUse(resource.Id, children, scaleSet.Id);
        }
    }

    /// <summary>Interfaces forget a load balancer that is gone.</summary>
    public override void Deleted(ArmResource resource, ArmWorld world)
    {
        foreach (var card in world.Resources.Referrers(resource.Id, NetworkInterfaces.TypeName).ToList())
        {
            world.Keep(card with { Content = NetworkInterfaces.Without(card.Content, resource.Id) });
        }
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        base.Render(resource, view, world);
        foreach (var collection in RuleCollections)
        {
            foreach (var rule in view.Items($"properties.{collection}"))
            {
                LinkBack(view, rule, collection);
            }
        }

        foreach (var use in BackendUses(resource, world))
        {
            foreach (var pool in view.Items("properties.backendAddressPools").Where(pool => pool.Text("id").Same(use.Target)))
            {
                Append(pool, "backendIPConfigurations", use.Configuration);
            }

            foreach (var rule in view.Items("properties.inboundNatRules").Where(rule => rule.Text("id").Same(use.Target)))
            {
                rule.Ensure("properties")["backendIPConfiguration"] = new JsonObject { ["id"] = use.Configuration };
            }
        }
    }

    private static void AcceptFrontend(ResourceWrite write, JsonObject frontend)
    {
        var properties = frontend.Ensure("properties");
        properties.KeepIdOnly("subnet");
        properties.KeepIdOnly("publicIPAddress");
        var id = $"{write.Id}/frontendIPConfigurations/{frontend["name"]}";
        if (properties.Text("publicIPAddress.id") is { } address)
        {
            PublicIPAddresses.CheckFree(address, id, write);
            properties.Default("privateIPAllocationMethod", "Dynamic");
        }
        else if (write.World.Resources.Find(properties.Text("subnet.id")) is { } subnet)
        {
            AcceptPrivateAddress(write, frontend, properties, subnet, id);
        }
        else if (properties["subnet"] is null)
        {
            throw NetworkErrors.Invalid($"Frontend IP configuration {id} must reference either a Subnet, a PublicIPAddress or a PublicIPPrefix.");
        }
    }

    private static void AcceptPrivateAddress(ResourceWrite write, JsonObject frontend, JsonObject properties, ArmResource subnet, string id)
    {
        var before = write.Existing?.Content.Items("properties.frontendIPConfigurations").FirstOrDefault(item => item.Text("name").Same(frontend.Text("name")));
        var addresses = new SubnetAddresses(subnet, write.World.Resources, write.Id);
        properties.Default("privateIPAllocationMethod", properties["privateIPAddress"] is null ? "Dynamic" : "Static");
        properties.Default("privateIPAddressVersion", "IPv4");
        properties["privateIPAddress"] = properties.Text("privateIPAllocationMethod").Same("Static") && properties.Text("privateIPAddress") is { } wanted
            ? addresses.Take(wanted, id)
            : before.Text("properties.privateIPAddress") ?? addresses.TakeNext(id);
    }

    private static void CheckPorts(ResourceWrite write)
    {
        var seen = new Dictionary<(string, string, int), string>();
        foreach (var rule in write.Content.Items("properties.loadBalancingRules").Concat(write.Content.Items("properties.inboundNatRules")))
        {
            var key = (rule.Text("properties.frontendIPConfiguration.id")?.ToLowerInvariant() ?? "", rule.Text("properties.protocol")?.ToLowerInvariant() ?? "tcp", rule.Number("properties.frontendPort") ?? -1);
            if (key.Item3 >= 0 && !seen.TryAdd(key, rule.Text("name")!))
            {
                throw NetworkErrors.FrontendPortConflict(rule.Text("name")!, seen[key]);
            }
        }
    }

    /// <summary>A pool or rule that others refer to stays.</summary>
    private static void CheckVanished(ResourceWrite write)
    {
        var gone =
            from referrer in write.World.Resources.Referrers(write.Id)
            from target in References.In(referrer.Content, referrer.Id)
            where ResourceTable.IsUnder(target, write.Id) && !InlineElements.Contains(write.Content, write.Id, target)
            select (referrer, target);
        if (gone.FirstOrDefault() is { target: not null } found)
        {
            throw new ArmException(400, "InUseChildResourceCannotBeDeleted", $"Resource {found.target} cannot be deleted because it is in use by {found.referrer.Id}.");
        }
    }

    private static void LinkBack(JsonObject view, JsonObject rule, string collection)
    {
        var targets = rule.Items("properties.frontendIPConfigurations").Select(static item => item.Text("id"))
            .Append(rule.Text("properties.frontendIPConfiguration.id")).Append(rule.Text("properties.backendAddressPool.id")).Append(rule.Text("properties.probe.id")).OfType<string>().ToList();
        foreach (var owner in new[] { "frontendIPConfigurations", "backendAddressPools", "probes" }.SelectMany(name => view.Items($"properties.{name}")).Where(item => targets.Exists(item.Text("id").Same)))
        {
            Append(owner, collection, rule.Text("id")!);
        }
    }

    private static void Append(JsonObject element, string list, string id)
    {
        var properties = element.Ensure("properties");
        properties.Default(list, new JsonArray());
        properties[list]!.AsArray().Add(new JsonObject { ["id"] = id });
    }

    private static IEnumerable<(string Target, string Configuration)> BackendUses(ArmResource balancer, ArmWorld world) =>
        world.Resources.Referrers(balancer.Id).SelectMany(BackendMembership.Of).Where(use => ResourceTable.IsUnder(use.Target, balancer.Id));
}
