using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Simulator.Arm.Compute;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Types;
using Orchestrator.Simulator.Arm.Types.Authorization;

namespace Orchestrator.Simulator.Arm.Resources;

/// <summary>GET of collections, page by page.</summary>
internal sealed partial class ResourceLister(ArmWorld world)
{
    private const int PageSize = 100;

    /// <summary>The resources of one type under a subscription, group, parent or scope.</summary>
    public ArmResponse List(ArmRequest request, ResourcePath path, ResourceType type)
    {
        if (type.ParentName is not null && world.Resources.Find(path.Id) is null)
        {
            throw ArmErrors.ResourceNotFound(world.Types.Find(path.Type)?.Name ?? path.Type, string.Join('/', path.Names), path.ResourceGroup);
        }

        var items = type is RoleAssignments ? Assignments(request, path) : world.Resources.Under(path.Id, type.Name).Where(resource => world.IsSeen(resource) && Matches(request, resource));
        var views = items.Select(world.Render);
        if (type is RoleDefinitions)
        {
            return Page(request, Roles(request, path));
        }

        return Page(request, type is ScaleSetInstances ? views.Concat(FlexibleInstances.Views(world.Resources.Find(path.Id)!, world)) : views);
    }

    /// <summary>Everything in a group or subscription, in the short form.</summary>
    public ArmResponse ListAll(ArmRequest request, string scope)
    {
        var wanted = TypeFilter().Match(request.Query("$filter") ?? "");
        var items = world.Resources.Below(scope)
            .Where(resource => world.Types.Get(resource.Type) is { IsTracked: true } and not ResourceGroups)
            .Where(resource => !wanted.Success || resource.Type.Same(wanted.Groups[1].Value))
            .Where(resource => world.IsSeen(resource) && Matches(request, resource));
        return Page(request, items.Select(resource => ShortForm(resource, world)));
    }

    public static ArmResponse Page(ArmRequest request, IEnumerable<JsonObject> items)
    {
        var skip = int.TryParse(request.Query("$skipToken"), NumberStyles.None, CultureInfo.InvariantCulture, out var token) ? token : 0;
        var size = int.TryParse(request.Query("$top"), NumberStyles.None, CultureInfo.InvariantCulture, out var top) ? Math.Clamp(top, 1, 1000) : PageSize;
        var page = items.Skip(skip).Take(size + 1).ToList();
        var body = new JsonObject { ["value"] = new JsonArray([.. page.Take(size)]) };
        if (page.Count > size)
        {
            body["nextLink"] = NextLink(request, skip + size);
        }

        return new ArmResponse(200, body);
    }

    private static string NextLink(ArmRequest request, int skip)
    {
        var kept = request.Url.Query.TrimStart('?').Split('&').Where(static part => !part.StartsWith("$skipToken", StringComparison.OrdinalIgnoreCase) && !part.StartsWith("%24skipToken", StringComparison.OrdinalIgnoreCase));
        return $"{request.Url.GetLeftPart(UriPartial.Path)}?{string.Join('&', kept)}&$skipToken={skip}";
    }

    private static JsonObject ShortForm(ArmResource resource, ArmWorld world)
    {
        var view = new JsonObject { ["id"] = resource.Id, ["name"] = resource.Name, ["type"] = resource.Type };
        foreach (var member in new[] { "location", "tags", "sku", "identity" })
        {
            if (resource.Content[member] is { } value)
            {
                view[member] = value.DeepClone();
            }
        }

        // A disk tells the machine that has it.
        if (resource.Type.Same(Disks.TypeName) && world.Render(resource)["managedBy"] is { } holder)
        {
            view["managedBy"] = holder.DeepClone();
        }

        return view;
    }

    private static bool Matches(ArmRequest request, ArmResource resource)
    {
        if (ScaleSetFilter().Match(request.Query("$filter") ?? "") is { Success: true } member)
        {
            return resource.Content.Text("properties.virtualMachineScaleSet.id").Same(member.Groups[1].Value);
        }

        var filter = TagFilter().Match(request.Query("$filter") ?? "");
        return !filter.Success
            || (resource.Content["tags"]?[filter.Groups[1].Value] is { } value && (!filter.Groups[2].Success || string.Equals(value.ToString(), filter.Groups[2].Value, StringComparison.Ordinal)));
    }

    /// <summary>Custom roles that may be assigned at the scope, and the built-in ones.</summary>
    private IEnumerable<JsonObject> Roles(ArmRequest request, ResourcePath path)
    {
        var filter = request.Query("$filter") ?? "";
        var name = RoleFilter().Match(filter) is { Success: true } match ? match.Groups[1].Value : null;
        var custom = world.Resources.OfType(RoleDefinitions.TypeName)
            .Where(role => name is null || role.Content.Text("properties.roleName").Same(name))
            .Where(role => (role.Content.At("properties.assignableScopes") as JsonArray ?? []).Any(scope => path.Id.Same(scope!.ToString()) || ResourceTable.IsUnder(path.Id, scope!.ToString())))
            .Select(world.Render);
        return filter.Contains("CustomRole", StringComparison.OrdinalIgnoreCase) ? custom : custom.Concat(RoleDefinitions.BuiltInRoles(path.Id, name));
    }

    /// <summary>Assignments at a scope, below it and, unless asked otherwise, above it.</summary>
    private IEnumerable<ArmResource> Assignments(ArmRequest request, ResourcePath path)
    {
        var filter = request.Query("$filter") ?? "";
        var principal = PrincipalFilter().Match(filter);
        var atScope = filter.Contains("atScope()", StringComparison.OrdinalIgnoreCase);
        return world.Resources.OfType(RoleAssignments.TypeName).Where(assignment =>
        {
            var scope = assignment.Content.Text("properties.scope")!;
            var isAtOrAbove = scope.Same(path.Id) || ResourceTable.IsUnder(path.Id, scope);
            return (isAtOrAbove || (!atScope && ResourceTable.IsUnder(scope, path.Id))) && (!principal.Success || assignment.Content.Text("properties.principalId").Same(principal.Groups[1].Value));
        });
    }

    [GeneratedRegex(@"tagName eq '([^']*)'(?:\s+and\s+tagValue eq '([^']*)')?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TagFilter();

    [GeneratedRegex(@"'virtualMachineScaleSet/id' eq '([^']*)'", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ScaleSetFilter();

    [GeneratedRegex(@"roleName eq '([^']*)'", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RoleFilter();

    [GeneratedRegex(@"resourceType eq '([^']*)'", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TypeFilter();

    [GeneratedRegex(@"(?:principalId eq '|assignedTo\(')([^']*)'", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PrincipalFilter();
}
