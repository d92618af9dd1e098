using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types;

namespace Orchestrator.Simulator.Arm.Graph;

/// <summary>Azure Resource Graph for the part of its language that lists and filters: where, project, order by, take, count.</summary>
internal sealed class ResourceGraph(ArmWorld world)
{
    private const int DefaultPage = 100;
    private const int MaxPage = 1000;

    public ArmResponse Query(ArmRequest request)
    {
        var body = request.Body() ?? throw ArmErrors.InvalidRequestContent("The body is empty");
        var query = body.Text("query") ?? throw Invalid("The query is missing.");
        var parsed = GraphQueryParser.Parse(query);
        var subscriptions = (body["subscriptions"] as JsonArray)?.Select(static id => id!.ToString()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var rows = parsed.Run(Table(parsed.Table).Where(row => subscriptions is null || subscriptions.Contains(row.Text("subscriptionId")!))).ToList();
        return new ArmResponse(200, Page(body, rows));
    }

    public static ArmException Invalid(string message) => new(400, "BadRequest", "Please provide below info when asking for support: timestamp, correlationId.")
    {
        Details = [new ArmFault("InvalidQuery", message)],
    };

    private static JsonObject Page(JsonObject body, List<JsonObject> rows)
    {
        var options = body["options"];
        var skip = int.TryParse(options.Text("$skipToken"), NumberStyles.None, CultureInfo.InvariantCulture, out var token) ? token : options.Number("$skip") ?? 0;
        var top = Math.Clamp(options.Number("$top") ?? DefaultPage, 1, MaxPage);
        var page = rows.Skip(skip).Take(top).ToList();
        var isMore = skip + page.Count < rows.Count;
        var canPage = page.TrueForAll(static row => row["id"] is not null);
        var result = new JsonObject
        {
            ["totalRecords"] = rows.Count,
            ["count"] = page.Count,
            ["resultTruncated"] = isMore && !canPage ? "true" : "false",
            ["facets"] = new JsonArray(),
            ["data"] = new JsonArray([.. page]),
        };
        if (isMore && canPage)
        {
            result["$skipToken"] = (skip + page.Count).ToString(CultureInfo.InvariantCulture);
        }

        return result;
    }

    private IEnumerable<JsonObject> Table(string name) => name.ToLowerInvariant() switch
    {
        "resources" => Rows(static type => type.IsTracked && type is not ResourceGroups),
        "resourcecontainers" => Rows(static type => type is ResourceGroups),
        "computeresources" => Rows(static type => type is ScaleSetInstances),
        "authorizationresources" => Rows(static type => type is RoleAssignments),
        _ => throw Invalid($"Table {name} is invalid, unsupported or disallowed."),
    };

    private IEnumerable<JsonObject> Rows(Predicate<ResourceType> wanted) =>
        world.LookAround(world.Options.ResourceGraphLag).Where(resource => wanted(world.Types.Get(resource.Type)) && world.IsSeen(resource)).Select(Row);

    private JsonObject Row(ArmResource resource)
    {
        var row = world.Render(resource);
        row["type"] = resource.Type.Same(ResourceGroups.TypeName) ? "microsoft.resources/subscriptions/resourcegroups" : resource.Type.ToLowerInvariant();
        row["subscriptionId"] = resource.Id.Split('/')[2];
        row["tenantId"] = world.Options.TenantId;
        row["resourceGroup"] = ResourcePath.Parse(resource.Id)!.ResourceGroup?.ToLowerInvariant() ?? "";
        row.Default("tags", new JsonObject());
        return row;
    }
}
