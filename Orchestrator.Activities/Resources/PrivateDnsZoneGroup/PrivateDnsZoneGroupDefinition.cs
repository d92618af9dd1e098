using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.PrivateDnsZoneGroup;

/// <summary>The private DNS zones in which Azure keeps a private endpoint's names. An endpoint has one group, and nobody else adds to it.</summary>
public sealed class PrivateDnsZoneGroupDefinition : ResourceDefinition
{
    private const string Zones = "privateDnsZoneConfigs";

    public override string Kind => StepKinds.PrivateDnsZoneGroup;

    public override string Type => ArmTypes.PrivateDnsZoneGroup;

    public override bool HasTags => false;

    public override IReadOnlyList<string> ImmutablePaths => [];

    public override JsonObject Render(ResourceContext context) => new()
    {
        ["properties"] = new JsonObject
        {
            [Zones] = Json.Objects(Of(context.Spec, context.Step.Name).Select(static zone => new JsonObject
            {
                ["name"] = ResourceId.NameOf(zone).Replace('.', '-'),
                ["properties"] = new JsonObject { ["privateDnsZoneId"] = zone },
            })),
        },
    };

    public override DesiredState Desired(ResourceContext context, JsonObject? existing)
    {
        var desired = base.Desired(context, existing);
        if (existing is null)
        {
            return desired;
        }

        var wanted = Of(context.Spec, context.Step.Name);
        var surplus = (existing["properties"]?[Zones] as JsonArray ?? []).OfType<JsonObject>()
            .Select(static config => (Name: (string?)config["name"], Zone: (string?)config["properties"]?["privateDnsZoneId"]))
            .Where(config => !wanted.Any(zone => ResourceId.Same(zone, config.Zone)))
            .Select(static config => new FieldChange($"$.properties.{Zones}['{config.Name}']", config.Zone, null));

        // A read shows the records that Azure made besides.
        return desired with { Body = Render(context), Changes = [.. desired.Changes, .. surplus] };
    }

    private static IReadOnlyList<string> Of(ClusterSpec spec, string name) => spec.Network.Subnets
        .SelectMany(static subnet => subnet.PrivateEndpoints)
        .First(endpoint => string.Equals(endpoint.Name, name, StringComparison.OrdinalIgnoreCase)).DnsZoneIds ?? [];
}
