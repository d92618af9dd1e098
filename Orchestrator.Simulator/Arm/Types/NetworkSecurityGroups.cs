using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

internal sealed class NetworkSecurityGroups : NetworkType
{
    private static readonly (string Name, string Description, string Source, string Destination, string Access, int Priority, string Direction)[] DefaultRules =
    [
        ("AllowVnetInBound", "Allow inbound traffic from all VMs in VNET", "VirtualNetwork", "VirtualNetwork", "Allow", 65000, "Inbound"),
        ("AllowAzureLoadBalancerInBound", "Allow inbound traffic from azure load balancer", "AzureLoadBalancer", "*", "Allow", 65001, "Inbound"),
        ("DenyAllInBound", "Deny all inbound traffic", "*", "*", "Deny", 65500, "Inbound"),
        ("AllowVnetOutBound", "Allow outbound traffic from all VMs to all VMs in VNET", "VirtualNetwork", "VirtualNetwork", "Allow", 65000, "Outbound"),
        ("AllowInternetOutBound", "Allow outbound traffic from all VMs to Internet", "*", "Internet", "Allow", 65001, "Outbound"),
        ("DenyAllOutBound", "Deny all outbound traffic", "*", "*", "Deny", 65500, "Outbound"),
    ];

    public override string Name => "Microsoft.Network/networkSecurityGroups";

    public override OperationLatency Latency { get; } = new((5, 8), (4, 7), (6, 10));

    public override IReadOnlyList<InlineCollection> Inline { get; } = [new("securityRules", Writable: true), new("defaultSecurityRules")];

    public override void Accept(ResourceWrite write)
    {
        base.Accept(write);
        write.Properties.Remove("defaultSecurityRules");
        var seen = new Dictionary<(int, string), string>();
        foreach (var rule in write.Content.Items("properties.securityRules"))
        {
            var priority = rule.Number("properties.priority") ?? 0;
            if (priority is < 100 or > 4096)
            {
                throw NetworkErrors.RulePriority(priority);
            }

            var key = (priority, rule.Text("properties.direction") ?? "");
            if (!seen.TryAdd(key, rule.Text("name")!))
            {
                throw NetworkErrors.RuleConflict(rule.Text("name")!, seen[key]);
            }
        }
    }

    public override void CheckDelete(ArmResource resource, ArmWorld world)
    {
        if (world.Resources.Referrers(resource.Id, VirtualMachineScaleSets.TypeName).FirstOrDefault() is { } scaleSet)
        {
            throw NetworkErrors.SecurityGroupInUseByScaleSet(resource.Id, scaleSet.Id);
        }

        var users = world.Resources.Referrers(resource.Id).Select(static user => user.Id).ToList();
        if (users.Count > 0)
        {
            throw NetworkErrors.SecurityGroupInUse(resource.Id, users);
        }
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        base.Render(resource, view, world);
        var properties = view.Ensure("properties");
        properties["defaultSecurityRules"] = new JsonArray([.. DefaultRules.Select(rule => DefaultRule(resource, rule))]);
        BackReferences.Add(properties, "subnets", world.Resources.Referrers(resource.Id, Subnets.TypeName));
        BackReferences.Add(properties, "networkInterfaces", world.Resources.Referrers(resource.Id, NetworkInterfaces.TypeName));
    }

    private static JsonObject DefaultRule(ArmResource group, (string Name, string Description, string Source, string Destination, string Access, int Priority, string Direction) rule) => new()
    {
        ["name"] = rule.Name,
        ["id"] = $"{group.Id}/defaultSecurityRules/{rule.Name}",
        ["etag"] = group.ETag,
        ["type"] = $"{group.Type}/defaultSecurityRules",
        ["properties"] = new JsonObject
        {
            ["provisioningState"] = "Succeeded",
            ["description"] = rule.Description,
            ["protocol"] = "*",
            ["sourcePortRange"] = "*",
            ["destinationPortRange"] = "*",
            ["sourceAddressPrefix"] = rule.Source,
            ["destinationAddressPrefix"] = rule.Destination,
            ["access"] = rule.Access,
            ["priority"] = rule.Priority,
            ["direction"] = rule.Direction,
        },
    };
}
