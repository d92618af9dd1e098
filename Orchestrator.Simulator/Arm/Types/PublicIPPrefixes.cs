using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>A range of public addresses that stays one's own; addresses, NAT gateways and frontends draw from it.</summary>
internal sealed class PublicIPPrefixes : NetworkType
{
    public const string TypeName = "Microsoft.Network/publicIPPrefixes";

    public override string Name => TypeName;

    public override OperationLatency Latency { get; } = new((4, 8), (2, 4), (10, 13));

    public override string PutOperation => "PutPublicIpPrefixOperation";

    public override IReadOnlyList<string> Immutable => ["zones", "sku.name", "sku.tier", "properties.publicIPAddressVersion", "properties.prefixLength"];

    public override void Accept(ResourceWrite write)
    {
        base.Accept(write);
        write.Content.Ensure("sku").Default("name", "Standard");
        write.Content.Ensure("sku").Default("tier", "Regional");
        write.Properties.Default("publicIPAddressVersion", "IPv4");
        write.Properties.Default("ipTags", new JsonArray());
        write.Properties.Remove("natGateway");
        var (least, most) = write.Content.Text("properties.publicIPAddressVersion").Same("IPv6") ? (124, 127) : (21, 31);
        if (write.Content.Number("properties.prefixLength") is not { } length || length < least || length > most)
        {
            throw NetworkErrors.InvalidPrefixLength(write.Id, write.Content.Number("properties.prefixLength"), least, most);
        }
    }

    public override ArmResource Finish(ArmResource resource, ArmOperation operation, ArmWorld world)
    {
        if (resource.Service["ipPrefix"] is not null)
        {
            return resource;
        }

        var service = resource.Service.Copy();
        service["ipPrefix"] = FreeRange(resource, world);
        return resource with { Service = service };
    }

    public override void CheckDelete(ArmResource resource, ArmWorld world)
    {
        var users = world.Resources.Referrers(resource.Id).Select(static user => user.Id).ToList();
        if (users.Count > 0)
        {
            throw NetworkErrors.PrefixHasAddresses(resource.Id, users);
        }
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        base.Render(resource, view, world);
        var properties = view.Ensure("properties");
        if (resource.Service["ipPrefix"] is { } range)
        {
            properties["ipPrefix"] = range.DeepClone();
        }

        BackReferences.Add(properties, "publicIPAddresses", world.Resources.Referrers(resource.Id, PublicIPAddresses.TypeName));
        if (world.Resources.Referrers(resource.Id, NatGateways.TypeName).FirstOrDefault() is { } gateway)
        {
            properties["natGateway"] = new JsonObject { ["id"] = gateway.Id };
        }
    }

    /// <summary>A free address of the range; null when all are taken.</summary>
    public static string? Take(ArmResource prefix, IReadOnlySet<string?> taken) =>
        prefix.Service.Text("ipPrefix") is { } range ? Addresses(IPNetwork.Parse(range)).FirstOrDefault(address => !taken.Contains(address)) : null;

    private static IEnumerable<string> Addresses(IPNetwork range)
    {
        var bytes = range.BaseAddress.GetAddressBytes();
        var size = 1 << ((bytes.Length * 8) - range.PrefixLength);
        for (var offset = 0; offset < size; offset++)
        {
            // No range is larger than /21, and ranges start at their size: carrying over two bytes is enough.
            var copy = (byte[])bytes.Clone();
            copy[^1] = (byte)(bytes[^1] + (offset & 0xff));
            copy[^2] = (byte)(bytes[^2] + (offset >> 8));
            yield return new IPAddress(copy).ToString();
        }
    }

    private static string FreeRange(ArmResource resource, ArmWorld world)
    {
        var length = resource.Content.Number("properties.prefixLength")!.Value;
        var others = world.Resources.OfType(TypeName).Select(static other => other.Service.Text("ipPrefix")).OfType<string>().Select(IPNetwork.Parse).ToList();
        var random = world.Options.Randomness;
        while (true)
        {
            var bytes = resource.Content.Text("properties.publicIPAddressVersion").Same("IPv6")
                ? IPAddress.Parse($"2603:1040:{(random.Next(0xffff) + 1).ToString("x", CultureInfo.InvariantCulture)}::").GetAddressBytes()
                : [52, (byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)];
            for (var bit = length; bit < bytes.Length * 8; bit++)
            {
                bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
            }

            var range = new IPNetwork(new IPAddress(bytes), length);
            if (!others.Exists(other => other.Contains(range.BaseAddress) || range.Contains(other.BaseAddress)))
            {
                return range.ToString();
            }
        }
    }
}
