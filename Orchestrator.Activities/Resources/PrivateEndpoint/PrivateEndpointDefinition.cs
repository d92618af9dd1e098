using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.PrivateEndpoint;

/// <summary>
/// What a private endpoint leads to and where it stands is fixed when it is made; other than that it is made anew. It holds no data, but its
/// address may change with it unless the spec fixes that.
/// </summary>
public sealed class PrivateEndpointDefinition : ResourceDefinition
{
    private const string Connections = "privateLinkServiceConnections";
    private const string ManualConnections = "manualPrivateLinkServiceConnections";
    private const string Addresses = "ipConfigurations";

    public override string Kind => StepKinds.PrivateEndpoint;

    public override string Type => ArmTypes.PrivateEndpoint;

    public override IReadOnlyList<string> ReplacePaths =>
    [
        "$.location", "$.properties.subnet", "$.properties.customNetworkInterfaceName",
        $"$.properties.{Connections}", $"$.properties.{ManualConnections}", $"$.properties.{Addresses}",
    ];

    public override JsonObject Render(ResourceContext context)
    {
        var spec = context.Spec;
        var (subnet, endpoint) = Of(spec, context.Step.Name);
        var properties = new JsonObject
        {
            ["subnet"] = Json.Reference(ClusterResourceIds.Subnet(spec, subnet.Name)),
            [endpoint.ManualApproval ? ManualConnections : Connections] = Json.Objects(endpoint.Connections.Select(Render)),
            ["applicationSecurityGroups"] = Json.References(endpoint.ApplicationSecurityGroups),
        };
        if (endpoint.PrivateIPAddresses.Count > 0)
        {
            properties[Addresses] = Json.Objects(endpoint.PrivateIPAddresses.Order(StringComparer.Ordinal).Select(static (address, i) =>
                new JsonObject { ["name"] = $"ipConfig{i}", ["properties"] = new JsonObject { ["privateIPAddress"] = address } }));
        }

        if (endpoint.CustomNetworkInterfaceName is { } name)
        {
            properties["customNetworkInterfaceName"] = name;
        }
        else if (context.PriorSpecs.SelectMany(static s => s.Network.Subnets).SelectMany(static s => s.PrivateEndpoints).Any(e => e.Name == endpoint.Name && e.CustomNetworkInterfaceName is not null))
        {
            properties["customNetworkInterfaceName"] = null;
        }

        return new JsonObject
        {
            ["location"] = endpoint.Location ?? spec.Location,
            ["tags"] = ClusterTags.Of(spec, endpoint.Name, role: null),
            ["properties"] = properties,
        };
    }

    public override DesiredState Desired(ResourceContext context, JsonObject? existing)
    {
        var desired = base.Desired(context, existing);
        if (existing is null)
        {
            return desired;
        }

        // Nobody else writes these lists: an item that the spec lacks has to go, and that takes a new endpoint.
        var rendered = Render(context);
        var surplus = new[] { Connections, ManualConnections, Addresses }.SelectMany(list => Surplus(list, existing, rendered)).ToList();
        return surplus.Count == 0 ? desired : desired with { Changes = [.. desired.Changes, .. surplus], IsReplacement = true };
    }

    private static IEnumerable<FieldChange> Surplus(string list, JsonObject existing, JsonObject rendered)
    {
        var wanted = Items(rendered, list).Select(static item => (string?)item["name"]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Items(existing, list).Where(item => !wanted.Contains((string?)item["name"]))
            .Select(item => new FieldChange($"$.properties.{list}['{item["name"]}']", item.ToJsonString(), null));
    }

    private static IEnumerable<JsonObject> Items(JsonObject body, string list) => (body["properties"]?[list] as JsonArray ?? []).OfType<JsonObject>();

    private static JsonObject Render(PrivateLinkServiceConnectionSpec connection)
    {
        var properties = new JsonObject { ["privateLinkServiceId"] = connection.PrivateLinkServiceId };
        if (connection.GroupIds.Count > 0)
        {
            properties["groupIds"] = Json.Strings(connection.GroupIds);
        }

        if (connection.RequestMessage is { Length: > 0 } message)
        {
            properties["requestMessage"] = message;
        }

        return new JsonObject { ["name"] = connection.Name, ["properties"] = properties };
    }

    private static (SubnetSpec Subnet, PrivateEndpointSpec Endpoint) Of(ClusterSpec spec, string name) => spec.Network.Subnets
        .SelectMany(static subnet => subnet.PrivateEndpoints.Select(endpoint => (subnet, endpoint)))
        .First(pair => string.Equals(pair.endpoint.Name, name, StringComparison.OrdinalIgnoreCase));
}
