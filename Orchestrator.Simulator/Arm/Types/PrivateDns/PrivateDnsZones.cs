using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types.PrivateDns;

/// <summary>A zone starts with its SOA record set; it goes with all its record sets, but not while networks are linked to it.</summary>
internal sealed partial class PrivateDnsZones : ResourceType
{
    public const string TypeName = "Microsoft.Network/privateDnsZones";
    private const int MaxRecordSets = 25000;
    private const int MaxLinks = 1000;
    private const int MaxRegistrations = 100;

    public override string Name => TypeName;

    public override ProviderStyle Provider => ProviderStyle.PrivateDns;

    public override bool IsGlobal => true;

    public override bool CreatesUnseen => true;

    public override OperationLatency Latency { get; } = new((15, 30), (5, 10), (15, 30));

    public override int WriteStatus(bool created) => 202;

    public override void Accept(ResourceWrite write)
    {
        if (!ValidName().IsMatch(write.Name) || write.Name.Length > 253)
        {
            throw PrivateDnsErrors.Bad($"The zone name '{write.Name}' is invalid: it needs two to 34 labels of letters, digits, '-' and '_', each at most 63 characters long.");
        }

        write.Content["properties"] = new JsonObject();
        write.Service.Default("internalId", write.World.NewGuid().ToString());
    }

    public override ArmResource Finish(ArmResource resource, ArmOperation operation, ArmWorld world)
    {
        var id = $"{resource.Id}/SOA/@";
        if (world.Resources.Find(id) is null)
        {
            world.Keep(new ArmResource(id, RecordSets.TypeOf("SOA"), "@", new JsonObject { ["properties"] = Authority() }, [], ArmResource.Succeeded, "", "PutRecordSetOperation"));
        }

        return resource;
    }

    public override void CheckDelete(ArmResource resource, ArmWorld world)
    {
        if (world.Resources.Under(resource.Id, VirtualNetworkLinks.TypeName).Any())
        {
            throw PrivateDnsErrors.HasNested();
        }
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        var links = world.Resources.Under(resource.Id, VirtualNetworkLinks.TypeName).ToList();
        var properties = view.Ensure("properties");
        properties["maxNumberOfRecordSets"] = MaxRecordSets;
        properties["numberOfRecordSets"] = RecordSets.In(resource.Id, world).Count();
        properties["maxNumberOfVirtualNetworkLinks"] = MaxLinks;
        properties["numberOfVirtualNetworkLinks"] = links.Count;
        properties["maxNumberOfVirtualNetworkLinksWithRegistration"] = MaxRegistrations;
        properties["numberOfVirtualNetworkLinksWithRegistration"] = links.Count(static link => link.Content.Flag("properties.registrationEnabled"));
        properties["internalId"] = resource.Service["internalId"]?.DeepClone();
    }

    public override JsonNode? Subresource(string name, ArmResource resource, ArmWorld world) =>
        name.Same("ALL") ? new JsonObject { ["value"] = new JsonArray([.. RecordSets.In(resource.Id, world).Select(world.Render)]) } : null;

    private static JsonObject Authority() => new()
    {
        ["ttl"] = 3600,
        ["soaRecord"] = new JsonObject
        {
            ["host"] = "azureprivatedns.net", ["email"] = "azureprivatedns-host.microsoft.com", ["serialNumber"] = 1, ["refreshTime"] = 3600, ["retryTime"] = 300, ["expireTime"] = 2419200, ["minimumTtl"] = 10,
        },
    };

    [GeneratedRegex("^[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?){1,33}$", RegexOptions.CultureInvariant)]
    private static partial Regex ValidName();
}
