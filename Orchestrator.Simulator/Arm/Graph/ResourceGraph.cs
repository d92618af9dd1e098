using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Access;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types;

namespace Orchestrator.Simulator.Arm.Graph;

/// <summary>Azure Resource Graph for the part of its language that lists and filters: where, union, project, order by, take, count.</summary>
internal sealed class ResourceGraph(ArmWorld world)
{
    private readonly AccessControl? _access = world.Options.EnforceRoles ? new AccessControl(world) : null;
    private const int DefaultPage = 100;
    private const int MaxPage = 1000;

    public ArmResponse Query(ArmRequest request)
    {
        var body = request.Body() ?? throw ArmErrors.InvalidRequestContent("The body is empty");
        var query = body.Text("query") ?? throw Invalid("The query is missing.");
        var parsed = GraphQueryParser.Parse(query);
        var subscriptions = (body["subscriptions"] as JsonArray)?.Select(static id => id!.ToString()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var rows = parsed.Run(Read).ToList();
        return new ArmResponse(200, Page(body, rows));

        IEnumerable<GraphRow> Read(GraphQuery part) => Table(part.Table, Scopes(subscriptions, part.Groups))
            .Where(row => (subscriptions is null || subscriptions.Contains(References.SubscriptionOf(row.Id))) && part.Wants(row) && (_access?.Allows(world.Caller, $"{GraphTypes.NameOf(row.Type)}/read", row.Id) ?? true))
            .OrderBy(static row => row.Id, StringComparer.OrdinalIgnoreCase);
    }

    public static ArmException Invalid(string message) => new(400, "BadRequest", "Please provide below info when asking for support: timestamp, correlationId.")
    {
        Details = [new ArmFault("InvalidQuery", message)],
    };

    private static JsonObject Page(JsonObject body, List<GraphRow> rows)
    {
        var options = body["options"];
        var skip = int.TryParse(options.Text("$skipToken"), NumberStyles.None, CultureInfo.InvariantCulture, out var token) ? token : options.Number("$skip") ?? 0;
        var top = Math.Clamp(options.Number("$top") ?? DefaultPage, 1, MaxPage);
        var page = rows.Skip(skip).Take(top).Select(static row => row.Content).ToList();
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

    /// <summary>Where alone there can be rows; null: anywhere.</summary>
    private List<string>? Scopes(IReadOnlyCollection<string>? subscriptions, IReadOnlyCollection<string>? groups)
    {
        if (subscriptions is null && groups is null)
        {
            return null;
        }

        var asked = (subscriptions ?? [.. world.Options.OtherSubscriptionIds, world.Options.SubscriptionId]).Select(static id => $"/subscriptions/{id}");
        return [.. (groups is null ? asked : asked.SelectMany(scope => groups.Select(group => $"{scope}/resourceGroups/{group}"))).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private IEnumerable<ResourceRow> Table(string name, List<string>? scopes) => name.ToLowerInvariant() switch
    {
        "resources" => Rows(scopes, static type => type is VirtualMachineExtensions || (type.IsTracked && type is not ResourceGroups)),
        "resourcecontainers" => Rows(scopes, static type => type is ResourceGroups),
        "computeresources" => Rows(scopes, static type => type is ScaleSetInstances),
        "authorizationresources" => Rows(scopes, static type => type is RoleAssignments),
        _ => throw Invalid($"Table {name} is invalid, unsupported or disallowed."),
    };

    private IEnumerable<ResourceRow> Rows(List<string>? scopes, Predicate<ResourceType> wanted) =>
        world.LookAround(world.Options.ResourceGraphLag, scopes).Where(resource => wanted(world.Types.Get(resource.Type)) && world.IsSeen(resource)).Select(resource => new ResourceRow(resource, world));
}
