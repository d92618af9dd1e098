using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.BastionHost;

/// <summary>Made with one address in the bastion's subnet. Its sku goes up in place and never down.</summary>
public sealed class BastionHostDefinition : ResourceDefinition
{
    public override string Kind => StepKinds.BastionHost;

    public override string Type => ArmTypes.BastionHost;

    // Azure takes about ten minutes.
    public override int PollSeconds => 30;

    public override IReadOnlyList<string> ReplacePaths => ["$.properties.ipConfigurations", "$.zones"];

    public override JsonObject Render(ResourceContext context)
    {
        var (spec, bastion) = (context.Spec, context.Spec.Network.Bastion!);
        return new JsonObject
        {
            ["location"] = spec.Location,
            ["tags"] = ClusterTags.Of(spec, bastion.Name, ClusterTags.BastionRole),
            ["sku"] = new JsonObject { ["name"] = bastion.Sku },
            ["properties"] = new JsonObject
            {
                ["dnsName"] = $"{bastion.Name.ToLowerInvariant()}-bastion",
                ["enableTunneling"] = bastion.EnableTunneling,
                ["ipConfigurations"] = Json.Objects(
                [
                    new JsonObject
                    {
                        ["name"] = $"{bastion.Name}-bastionIP",
                        ["properties"] = new JsonObject
                        {
                            ["privateIPAllocationMethod"] = "Dynamic",
                            ["subnet"] = Json.Reference(ClusterResourceIds.Subnet(spec, bastion.SubnetName)),
                            ["publicIPAddress"] = Json.Reference(ClusterResourceIds.PublicIPAddress(spec, bastion.PublicIPName)),
                        },
                    },
                ]),
            },
        };
    }

    public override DesiredState Desired(ResourceContext context, JsonObject? existing)
    {
        var desired = base.Desired(context, existing);
        if (existing?["sku"]?["name"] is { } sku && (string?)sku == "Standard" && context.Spec.Network.Bastion!.Sku != "Standard")
        {
            return desired with { IsReplacement = true };
        }

        return desired;
    }

    /// <summary>Azure gives the bastion a name of its own in place of the one asked for.</summary>
    protected override void Adapt(ResourceContext context, JsonObject rendered, JsonObject existing) => ((JsonObject)rendered["properties"]!).Remove("dnsName");
}
