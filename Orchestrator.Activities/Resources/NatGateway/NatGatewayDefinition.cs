using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.NatGateway;

public sealed class NatGatewayDefinition : ResourceDefinition
{
    public override string Kind => StepKinds.NatGateway;

    public override string Type => ArmTypes.NatGateway;

    public override IReadOnlyList<string> ImmutablePaths => ["$.location", "$.sku", "$.zones"];

    public override JsonObject Render(ResourceContext context)
    {
        var spec = context.Spec;
        var gateway = spec.Network.Subnets.Select(static s => s.NatGateway)
            .First(g => g is { BorrowedId: null } && string.Equals(g.Name, context.Step.Name, StringComparison.OrdinalIgnoreCase))!;
        var properties = new JsonObject { ["publicIpAddresses"] = Json.References(ClusterResourceIds.PublicIPAddress(spec, gateway.PublicIPName)) };
        if (gateway.PublicIPPrefixIds.Count > 0 || Once(context, gateway.Name).Any(static g => g.PublicIPPrefixIds.Count > 0))
        {
            properties["publicIpPrefixes"] = Json.References(gateway.PublicIPPrefixIds);
        }

        var body = new JsonObject
        {
            ["location"] = spec.Location,
            ["tags"] = ClusterTags.Of(spec, gateway.Name, role: null),
            ["sku"] = new JsonObject { ["name"] = "Standard" },
            ["properties"] = properties,
        };
        if (gateway.Zones.Count > 0 || Once(context, gateway.Name).Any(static g => g.Zones.Count > 0))
        {
            body["zones"] = Json.Strings(gateway.Zones);
        }

        return body;
    }

    private static IEnumerable<NatGatewaySpec> Once(ResourceContext context, string name) => context.PriorSpecs.SelectMany(static s => s.Network.Subnets)
        .Select(static s => s.NatGateway).OfType<NatGatewaySpec>().Where(g => string.Equals(g.Name, name, StringComparison.OrdinalIgnoreCase));
}
