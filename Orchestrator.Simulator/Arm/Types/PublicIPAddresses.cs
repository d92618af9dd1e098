using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>The address comes with the end of the operation, not with the answer to the PUT.</summary>
internal sealed partial class PublicIPAddresses : NetworkType
{
    public const string TypeName = "Microsoft.Network/publicIPAddresses";

    public override string Name => TypeName;

    public override OperationLatency Latency { get; } = new((2, 6), (2, 4), (10, 13));

    public override string PutOperation => "PutPublicIpAddressOperation";

    public override IReadOnlyList<string> Immutable => ["zones", "sku.name", "sku.tier", "properties.publicIPAddressVersion", "properties.publicIPPrefix.id"];

    /// <summary>The name that a label gives; null without a label.</summary>
    public static string? DomainName(ArmResource address) => DomainName(address.Content, address.Location);

    /// <summary>The address as it is now; null before the first operation has ended.</summary>
    public static string? AddressOf(ArmResource address) => address.Service["ipAddress"]?.ToString();

    public override void Accept(ResourceWrite write)
    {
        base.Accept(write);
        write.Content.Ensure("sku").Default("name", "Standard");
        write.Content.Ensure("sku").Default("tier", "Regional");
        var isStandard = write.Content.Text("sku.name").Same("Standard");
        write.Properties.Default("publicIPAddressVersion", "IPv4");
        write.Properties.Default("publicIPAllocationMethod", isStandard ? "Static" : "Dynamic");
        write.Properties.Default("idleTimeoutInMinutes", 4);
        write.Properties.Default("ipTags", new JsonArray());
        write.Properties.Remove("ipAddress");
        if (isStandard && write.Content.Text("properties.publicIPAllocationMethod").Same("Dynamic"))
        {
            throw new ArmException(400, "StandardSkuPublicIPAddressesMustBeStatic", $"Standard sku publicIp {write.Id} must have AllocationMethod set to Static.");
        }

        CheckLabel(write);
        CheckPrefix(write);
        CheckLimit(write);
    }

    private static void CheckLimit(ResourceWrite write)
    {
        var limit = write.World.Quotas.Limit(write.Location, "PublicIPAddresses");
        if (write.Existing is null && write.World.Resources.CountOf(TypeName) >= limit
            && write.World.Resources.Under($"/subscriptions/{References.SubscriptionOf(write.Id)}", TypeName).Count(address => address.Location.Same(write.Location)) >= limit)
        {
            throw NetworkErrors.PublicAddressLimit(limit);
        }
    }

    public override ArmResource Finish(ArmResource resource, ArmOperation operation, ArmWorld world)
    {
        if (AddressOf(resource) is not null)
        {
            return resource;
        }

        var service = resource.Service.Copy();
        service["ipAddress"] = FreeAddress(resource, world);
        return resource with { Service = service };
    }

    public override void CheckDelete(ArmResource resource, ArmWorld world)
    {
        if (UserOf(resource, world) is { } user)
        {
            throw NetworkErrors.PublicAddressInUse(resource.Id, user);
        }
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        base.Render(resource, view, world);
        var properties = view.Ensure("properties");
        var user = UserOf(resource, world);
        if (AddressOf(resource) is { } address && (user is not null || properties.Text("publicIPAllocationMethod").Same("Static")))
        {
            properties["ipAddress"] = address;
        }

        if (DomainName(resource) is { } name)
        {
            properties.Ensure("dnsSettings")["fqdn"] = name;
        }

        if (user is not null)
        {
            properties[user.Contains("/natGateways/", StringComparison.OrdinalIgnoreCase) ? "natGateway" : "ipConfiguration"] = new JsonObject { ["id"] = user };
        }
    }

    /// <summary>The IP configuration or NAT gateway that has the address.</summary>
    public static string? UserOf(ArmResource address, ArmWorld world)
    {
        foreach (var referrer in world.Resources.Referrers(address.Id))
        {
            foreach (var collection in new[] { "ipConfigurations", "frontendIPConfigurations" })
            {
                var item = referrer.Content.Items($"properties.{collection}").FirstOrDefault(item => item.Text("properties.publicIPAddress.id").Same(address.Id));
                if (item is not null)
                {
                    return $"{referrer.Id}/{world.Types.Get(referrer.Type).Inline.First(inline => inline.Name.Same(collection)).Segment}/{item["name"]}";
                }
            }
        }

        return world.Resources.Referrers(address.Id).FirstOrDefault()?.Id;
    }

    /// <summary>One address serves one configuration.</summary>
    public static void CheckFree(string? id, string user, ResourceWrite write)
    {
        if (write.World.Resources.Find(id) is { } address && UserOf(address, write.World) is { } owner && !owner.Same(write.Id) && !ResourceTable.IsUnder(owner, write.Id))
        {
            throw NetworkErrors.PublicAddressTaken(user, address.Id, owner);
        }
    }

    private static void CheckLabel(ResourceWrite write)
    {
        if (write.Content.Text("properties.dnsSettings.domainNameLabel") is not { } label)
        {
            return;
        }

        if (!Label().IsMatch(label))
        {
            throw NetworkErrors.InvalidLabel(label);
        }

        var name = DomainName(write.Content, write.Location)!;
        write.Content.Ensure("properties.dnsSettings").Remove("fqdn");
        if (write.World.Resources.OfType(TypeName).Any(other => !other.Id.Same(write.Id) && DomainName(other).Same(name)))
        {
            throw NetworkErrors.DnsRecordInUse(name);
        }
    }

    private static ArmResource? PrefixOf(JsonObject content, ArmWorld world) => world.Resources.Find(content.Text("properties.publicIPPrefix.id"));

    /// <summary>Addresses that are being made hold a place in their prefix.</summary>
    private static void CheckPrefix(ResourceWrite write)
    {
        write.Properties.KeepIdOnly("publicIPPrefix");
        write.Properties.Remove("natGateway");
        if (PrefixOf(write.Content, write.World) is not { } prefix)
        {
            return;
        }

        var others = write.World.Resources.Referrers(prefix.Id, TypeName).Where(other => !other.Id.Same(write.Id)).ToList();
        var pending = others.Count(static other => AddressOf(other) is null);
        var taken = others.Select(AddressOf).ToHashSet(StringComparer.Ordinal);
        for (var place = 0; place <= pending; place++)
        {
            taken.Add(PublicIPPrefixes.Take(prefix, taken) ?? throw NetworkErrors.PrefixExhausted(write.Id, prefix.Id));
        }
    }

    private static string? DomainName(JsonObject content, string location) =>
        content.Text("properties.dnsSettings.domainNameLabel") is { } label ? $"{label}.{location}.cloudapp.azure.com" : null;

    private static string FreeAddress(ArmResource resource, ArmWorld world)
    {
        if (PrefixOf(resource.Content, world) is { } prefix)
        {
            var taken = world.Resources.Referrers(prefix.Id, TypeName).Select(AddressOf).ToHashSet(StringComparer.Ordinal);
            return PublicIPPrefixes.Take(prefix, taken) ?? throw NetworkErrors.PrefixExhausted(resource.Id, prefix.Id);
        }

        var isIPv6 = resource.Content.Text("properties.publicIPAddressVersion").Same("IPv6");
        while (true)
        {
            var random = world.Options.Randomness;
            var address = isIPv6
                ? $"2603:1030:{random.Next(0xffff) + 1:x}::{random.Next(0xffff) + 1:x}"
                : $"20.{random.Next(256)}.{random.Next(256)}.{random.Next(254) + 1}";
            if (!world.Resources.IsTaken(address))
            {
                return address;
            }
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{1,61}[a-z0-9]$", RegexOptions.CultureInvariant)]
    private static partial Regex Label();
}
