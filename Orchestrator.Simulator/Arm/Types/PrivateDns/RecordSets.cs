using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types.PrivateDns;

/// <summary>The record sets of one kind; the kind is a part of the type.</summary>
internal sealed partial class RecordSets(string kind) : ResourceType
{
    private const int MaxRecords = 20;

    /// <summary>The kinds, and the member of the body that holds the records of each.</summary>
    private static readonly Dictionary<string, string> Members = new(StringComparer.OrdinalIgnoreCase)
    {
        ["A"] = "aRecords", ["AAAA"] = "aaaaRecords", ["CNAME"] = "cnameRecord", ["MX"] = "mxRecords", ["PTR"] = "ptrRecords", ["SOA"] = "soaRecord", ["SRV"] = "srvRecords", ["TXT"] = "txtRecords",
    };

    public static IEnumerable<ResourceType> All => Members.Keys.Select(static kind => new RecordSets(kind));

    public override string Name => TypeOf(kind);

    public override string ContractType => TypeOf("A");

    public override ProviderStyle Provider => ProviderStyle.PrivateDns;

    public override bool IsTracked => false;

    public override string PutOperation => "PutRecordSetOperation";

    private bool IsAlias => kind.Equals("CNAME", StringComparison.Ordinal);

    private bool IsAuthority => kind.Equals("SOA", StringComparison.Ordinal);

    public static string TypeOf(string kind) => $"{PrivateDnsZones.TypeName}/{kind}";

    /// <summary>The record sets of a zone, of all kinds.</summary>
    public static IEnumerable<ArmResource> In(string zoneId, ArmWorld world) => Members.Keys.SelectMany(kind => world.Resources.Under(zoneId, TypeOf(kind)));

    public override void Accept(ResourceWrite write)
    {
        if (!ValidName().IsMatch(write.Name))
        {
            throw PrivateDnsErrors.Bad($"The record set name '{write.Name}' is invalid: it is '@', '*', or labels of letters, digits, '-' and '_'.");
        }

        if (IsAuthority && write.Existing is null)
        {
            throw PrivateDnsErrors.Bad("Record sets of type SOA come with their zone.");
        }

        var foreign = Members.FirstOrDefault(member => !member.Key.Same(kind) && write.Properties[member.Value] is not null);
        if (foreign.Value is { } other)
        {
            throw PrivateDnsErrors.Bad($"A record set of type {kind} cannot have '{other}'.");
        }

        CheckRecords(write);
        CheckAlias(write);
        write.Properties.Default("ttl", 3600);
    }

    public override void CheckDelete(ArmResource resource, ArmWorld world)
    {
        if (IsAuthority)
        {
            throw PrivateDnsErrors.Bad("The record set of type SOA cannot be deleted.");
        }
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        var zone = References.OwnerOf(resource.Id)!;
        var zoneName = zone[(zone.LastIndexOf('/') + 1)..];
        var properties = view.Ensure("properties");
        properties["fqdn"] = string.Equals(resource.Name, "@", StringComparison.Ordinal) ? $"{zoneName}." : $"{resource.Name}.{zoneName}.";
        properties.Default("isAutoRegistered", false);
    }

    private void CheckRecords(ResourceWrite write)
    {
        var records = write.Properties[Members[kind]];
        if (records is null or JsonArray { Count: 0 or > MaxRecords })
        {
            throw PrivateDnsErrors.Bad($"A record set of type {kind} needs '{Members[kind]}' with one to {MaxRecords} records.");
        }

        foreach (var record in (records as JsonArray ?? []).OfType<JsonObject>())
        {
            CheckAddress(record, "ipv4Address", AddressFamily.InterNetwork);
            CheckAddress(record, "ipv6Address", AddressFamily.InterNetworkV6);
        }
    }

    private static void CheckAddress(JsonObject record, string member, AddressFamily family)
    {
        if (record.Text(member) is { } text && !(IPAddress.TryParse(text, out var address) && address.AddressFamily == family))
        {
            throw PrivateDnsErrors.Bad($"The value '{text}' of '{member}' is no address of that kind.");
        }
    }

    private void CheckAlias(ResourceWrite write)
    {
        if (IsAlias && string.Equals(write.Name, "@", StringComparison.Ordinal))
        {
            throw PrivateDnsErrors.AliasConflict("@");
        }

        var zone = References.OwnerOf(write.Id)!;
        if (In(zone, write.World).Any(other => !other.Id.Same(write.Id) && other.Name.Same(write.Name) && (IsAlias || other.Type.Same(TypeOf("CNAME")))))
        {
            throw PrivateDnsErrors.AliasConflict(write.Name);
        }
    }

    [GeneratedRegex("^(@|(\\*|[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*)$", RegexOptions.CultureInvariant)]
    private static partial Regex ValidName();
}
