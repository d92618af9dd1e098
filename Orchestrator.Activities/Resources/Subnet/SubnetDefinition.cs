using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.Subnet;

/// <summary>Service endpoints that others added stay; those that an earlier spec had and this one lacks go.</summary>
public sealed class SubnetDefinition : ResourceDefinition
{
    private const string Endpoints = "serviceEndpoints";

    public override string Kind => StepKinds.Subnet;

    public override string Type => ArmTypes.Subnet;

    public override bool HasTags => false;

    public override JsonObject Render(ResourceContext context)
    {
        var (spec, subnet) = (context.Spec, SubnetOf(context));
        var properties = new JsonObject();
        if (subnet.SecurityGroup is { } group)
        {
            properties["networkSecurityGroup"] = Json.Reference(ClusterResourceIds.NetworkSecurityGroup(spec, group));
        }

        SetPrefixes(properties, subnet.CidrBlocks, asList: subnet.CidrBlocks.Count > 1);
        if (subnet.RouteTable is not null)
        {
            properties["routeTable"] = Json.Reference(ClusterResourceIds.RouteTable(spec, subnet));
        }

        if (subnet.NatGateway is { } natGateway)
        {
            properties["natGateway"] = Json.Reference(ClusterResourceIds.NatGateway(spec, natGateway));
        }

        if (subnet.ServiceEndpoints.Count > 0)
        {
            properties[Endpoints] = Json.Objects(subnet.ServiceEndpoints.Select(static e =>
                new JsonObject { ["service"] = e.Service, ["locations"] = Json.Strings(e.Locations) }));
        }

        return new JsonObject { ["properties"] = properties };
    }

    public override DesiredState Desired(ResourceContext context, JsonObject? existing)
    {
        if (existing is null)
        {
            return base.Desired(context, existing);
        }

        // Azure writes one prefix either way; what is there decides, or the two spellings would differ for ever.
        var rendered = Render(context);
        var properties = (JsonObject)rendered["properties"]!;
        var listed = existing["properties"]?["addressPrefixes"] is JsonArray { Count: > 0 };
        SetPrefixes(properties, SubnetOf(context).CidrBlocks, asList: listed || SubnetOf(context).CidrBlocks.Count > 1);
        var desired = Checked(context, BodyMerge.Compare(existing, rendered));
        return RetiredItems.Remove(desired, Endpoints, Services(context.Spec, context.Step.Name), context.PriorSpecs.SelectMany(s => Services(s, context.Step.Name)), key: "service");
    }

    private static IEnumerable<string> Services(ClusterSpec spec, string subnet) =>
        spec.Network.Subnets.Where(s => string.Equals(s.Name, subnet, StringComparison.OrdinalIgnoreCase)).SelectMany(static s => s.ServiceEndpoints).Select(static e => e.Service);

    private static void SetPrefixes(JsonObject properties, IReadOnlyList<string> prefixes, bool asList)
    {
        properties.Remove("addressPrefix");
        properties.Remove("addressPrefixes");
        if (asList)
        {
            properties["addressPrefixes"] = Json.Strings(prefixes);
        }
        else
        {
            properties["addressPrefix"] = prefixes[0];
        }
    }

    private static SubnetSpec SubnetOf(ResourceContext context) =>
        context.Spec.Network.Subnets.First(s => string.Equals(s.Name, context.Step.Name, StringComparison.OrdinalIgnoreCase));
}
