using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Types;
using Orchestrator.Simulator.Arm.Types.Authorization;

namespace Orchestrator.Simulator.Arm.Resources;

/// <summary>GET of one resource, of an inline element, and of what lies below a resource.</summary>
internal sealed class ResourceReader(ArmWorld world)
{
    public ArmResponse Get(ArmRequest request, ResourcePath path)
    {
        if (path.Type.Same(RoleDefinitions.TypeName) && RoleDefinitions.BuiltInRole(path.Name, path.Id) is { } builtIn)
        {
            return new ArmResponse(200, builtIn);
        }

        if (world.Types.Find(path.Type) is { } type)
        {
            return Item(request, Find(path), type);
        }

        return world.Types.FindInline(path.Type) is { } inline ? InlineItem(path, inline.Collection) : throw ArmErrors.InvalidType(path.Type, request.ApiVersion ?? "");
    }

    /// <summary>What a GET of <c>…/{name}/{trailing}</c> shows when the trailing segment is no collection of a type; null when there is no such thing.</summary>
    public ArmResponse? Subresource(ResourcePath path)
    {
        if (world.Types.Find(path.Type) is not { } type)
        {
            return null;
        }

        var resource = Find(path);
        if (type.Inline.FirstOrDefault(inline => inline.Name.Same(path.Trailing)) is { } collection)
        {
            return new ArmResponse(200, new JsonObject { ["value"] = world.Render(resource).At($"properties.{collection.Path}")?.DeepClone() ?? new JsonArray() });
        }

        return type.Subresource(path.Trailing!, resource, world) is { } body ? new ArmResponse(200, body) : null;
    }

    /// <summary>What a GET of <c>…/{name}/{segment}/{name}</c> shows when that is no type, such as <c>upgradeProfiles/default</c>; null when there is no such thing.</summary>
    public ArmResponse? NamedSubresource(ResourcePath path) =>
        world.Resources.Find(path.ParentId) is { } parent && world.Types.Get(parent.Type).Subresource($"{path.Types[^1]}/{path.Name}", parent, world) is { } body ? new ArmResponse(200, body) : null;

    private ArmResource Find(ResourcePath path) => (world.Look(path.Id) is { } found && world.IsSeen(found) ? found : null) ?? throw Missing(path, path.Type);

    private ArmException Missing(ResourcePath path, string type) => type.Same(ResourceGroups.TypeName)
        ? ArmErrors.ResourceGroupNotFound(path.Name)
        : ArmErrors.ResourceNotFound(world.Types.Find(type)?.Name ?? type, string.Join('/', path.Names), path.ResourceGroup);

    private ArmResponse Item(ArmRequest request, ArmResource resource, ResourceType type)
    {
        var view = world.Render(resource);
        if (request.Query("$expand").Same("instanceView") && type.Subresource("instanceView", resource, world) is { } instanceView)
        {
            view.Ensure("properties")["instanceView"] = instanceView;
        }

        var response = new ArmResponse(200, view);
        return type.Provider.HasETags ? response.With("ETag", resource.ETag) : response;
    }

    private ArmResponse InlineItem(ResourcePath path, InlineCollection collection)
    {
        var owner = world.Resources.Find(path.ParentId!);
        var element = owner is null ? null : collection.Find(world.Render(owner), path.Name);
        return element is null ? throw Missing(path, path.Type) : new ArmResponse(200, element.DeepClone()).With("ETag", owner!.ETag);
    }
}
