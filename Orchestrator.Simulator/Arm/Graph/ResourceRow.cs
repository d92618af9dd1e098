using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types;

namespace Orchestrator.Simulator.Arm.Graph;

/// <summary>A resource as a row. What queries mostly ask for is read off the resource; all of it is rendered only when something else is asked.</summary>
internal sealed class ResourceRow(ArmResource resource, ArmWorld world) : GraphRow
{
    private const string GroupSegment = "/resourceGroups/";

    public string Id => resource.Id;

    public string Type => resource.Type;

    public override string Text(IReadOnlyList<string> path) => path.Count switch
    {
        1 when path[0].Same("id") => resource.Id,
        1 when path[0].Same("name") => resource.Name,
        1 when path[0].Same("type") => GraphTypes.NameOf(resource.Type),
        1 when path[0].Same("location") => resource.Location,
        1 when path[0].Same("resourceGroup") => GroupOf(resource.Id),
        1 when path[0].Same("subscriptionId") => References.SubscriptionOf(resource.Id),
        2 when path[0].Same("tags") => (resource.Content["tags"] as JsonObject)?.FirstOrDefault(tag => tag.Key.Same(path[1])).Value?.ToString() ?? "",
        _ => base.Text(path),
    };

    protected override JsonObject Build()
    {
        var row = world.Render(resource);
        row["type"] = GraphTypes.NameOf(resource.Type);
        row["subscriptionId"] = References.SubscriptionOf(resource.Id);
        row["tenantId"] = world.Options.TenantId;
        row["resourceGroup"] = GroupOf(resource.Id);
        row.Default("tags", new JsonObject());
        return row;
    }

    private static string GroupOf(string id)
    {
        var at = id.IndexOf(GroupSegment, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return "";
        }

        var start = at + GroupSegment.Length;
        var end = id.IndexOf('/', start);
        return (end < 0 ? id[start..] : id[start..end]).ToLowerInvariant();
    }
}
