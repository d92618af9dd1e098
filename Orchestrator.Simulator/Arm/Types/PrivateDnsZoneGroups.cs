using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types.PrivateDns;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>Keeps the address of a private endpoint in private DNS zones: the records come and go with it.</summary>
internal sealed class PrivateDnsZoneGroups : NetworkType
{
    public const string TypeName = "Microsoft.Network/privateEndpoints/privateDnsZoneGroups";

    public override string Name => TypeName;

    public override OperationLatency Latency { get; } = new((5, 10), (5, 10), (5, 10));

    protected override bool HasGuid => false;

    /// <summary>All writes under one private endpoint take turns.</summary>
    public override string Lock(string id) => References.OwnerOf(id)!;

    public override void Accept(ResourceWrite write)
    {
        base.Accept(write);
        if (write.World.Resources.Under(References.OwnerOf(write.Id)!, TypeName).FirstOrDefault(other => !other.Id.Same(write.Id)) is { } other)
        {
            throw NetworkErrors.Invalid($"Private endpoint {References.OwnerOf(write.Id)} has the private DNS zone group {other.Name} already; it can have one only.");
        }

        foreach (var config in write.Content.Items("properties.privateDnsZoneConfigs"))
        {
            (config["properties"] as JsonObject)?.Remove("recordSets");
            var zone = config.Text("properties.privateDnsZoneId") ?? throw NetworkErrors.Invalid($"A zone configuration of {write.Id} has no privateDnsZoneId.");
            if (write.World.Resources.Find(zone) is not { } found || !found.Type.Same(PrivateDnsZones.TypeName))
            {
                throw NetworkErrors.InvalidReference(zone, write.Id);
            }

            config.Default("name", zone[(zone.LastIndexOf('/') + 1)..].Replace('.', '_'));
        }
    }

    public override ArmResource Finish(ArmResource resource, ArmOperation operation, ArmWorld world)
    {
        RemoveRecords(resource, world);
        var service = resource.Service.Copy();
        service["records"] = new JsonArray([.. Zones(resource).Select(zone => (JsonNode)WriteRecord(resource, zone, world).Id)]);
        return resource with { Service = service };
    }

    public override void Deleted(ArmResource resource, ArmWorld world) => RemoveRecords(resource, world);

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        // The contract of zone groups declares no type.
        view.Remove("type");
        foreach (var config in view.Items("properties.privateDnsZoneConfigs"))
        {
            var zone = config.Text("properties.privateDnsZoneId")!;
            config.Ensure("properties")["recordSets"] = new JsonArray([.. Records(resource, world).Where(record => ResourceTable.IsUnder(record.Id, zone)).Select(record => Describe(record, world))]);
        }
    }

    private static IEnumerable<string> Zones(ArmResource group) => group.Content.Items("properties.privateDnsZoneConfigs").Select(static config => config.Text("properties.privateDnsZoneId")!);

    private static IEnumerable<ArmResource> Records(ArmResource group, ArmWorld world) =>
        (group.Service["records"] as JsonArray ?? []).Select(id => world.Resources.Find(id!.ToString())).OfType<ArmResource>();

    private static void RemoveRecords(ArmResource group, ArmWorld world)
    {
        foreach (var record in Records(group, world).ToList())
        {
            world.Resources.Remove(record.Id);
        }
    }

    private static ArmResource WriteRecord(ArmResource group, string zone, ArmWorld world)
    {
        var endpoint = world.Resources.Find(References.OwnerOf(group.Id)!)!;
        var target = PrivateEndpoints.TargetOf(endpoint.Content);
        var name = target[(target.LastIndexOf('/') + 1)..].ToLowerInvariant();
        var properties = new JsonObject
        {
            ["metadata"] = new JsonObject { ["creator"] = $"created by private endpoint {endpoint.Name}" },
            ["ttl"] = 10,
            ["aRecords"] = new JsonArray(new JsonObject { ["ipv4Address"] = PrivateEndpoints.AddressOf(endpoint) }),
        };
        return world.Keep(new ArmResource($"{zone}/A/{name}", RecordSets.TypeOf("A"), name, new JsonObject { ["properties"] = properties }, [], ArmResource.Succeeded, "", "PutRecordSetOperation"));
    }

    private static JsonObject Describe(ArmResource record, ArmWorld world) => new()
    {
        ["recordType"] = "A",
        ["recordSetName"] = record.Name,
        ["fqdn"] = world.Render(record).Text("properties.fqdn")!.TrimEnd('.'),
        ["ttl"] = record.Content.Number("properties.ttl"),
        ["provisioningState"] = record.State,
        ["ipAddresses"] = new JsonArray([.. record.Content.Items("properties.aRecords").Select(static item => (JsonNode?)item.Text("ipv4Address"))]),
    };
}
