using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
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
            .First(g => string.Equals(g?.Name, context.Step.Name, StringComparison.OrdinalIgnoreCase))!;
        var body = new JsonObject
        {
            ["location"] = spec.Location,
            ["tags"] = ClusterTags.Of(spec, gateway.Name, role: null),
            ["sku"] = new JsonObject { ["name"] = "Standard" },
            ["properties"] = new JsonObject { ["publicIpAddresses"] = Json.References(ClusterResourceIds.PublicIPAddress(spec, gateway.PublicIPName)) },
        };
        if (gateway.Zones.Count > 0)
        {
            body["zones"] = Json.Strings(gateway.Zones);
        }

        return body;
    }
}
