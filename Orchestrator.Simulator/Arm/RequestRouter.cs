using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Graph;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types;
using Orchestrator.Simulator.Arm.Types.Authorization;
using Orchestrator.Simulator.Arm.Types.Storage;

namespace Orchestrator.Simulator.Arm;

/// <summary>Finds who answers a request, after the checks that Resource Manager makes before any provider sees it.</summary>
internal sealed class RequestRouter(ArmWorld world, ApiVersions versions, ResourceWriter writer, ResourceDeleter deleter, ResourceGroupDeletion groups, ActionInvoker actions)
{
    private readonly OperationReader _operations = new(world);
    private readonly ResourceReader _reader = new(world);
    private readonly ResourceLister _lister = new(world);
    private readonly SubscriptionReader _subscriptions = new(world);
    private readonly ResourceGraph _graph = new(world);

    /// <summary>The type that a request is about.</summary>
    public static string TypeOf(ResourcePath path) => path.Names.Count > 0 ? path.Type : path.TrailingType;

    public ArmResponse Route(ArmRequest request, ResourcePath path)
    {
        if (request.ApiVersion is null)
        {
            throw ArmErrors.MissingApiVersion();
        }

        CheckSubscription(path);
        if (request.Method is "GET" && (_operations.TryRead(request, path) ?? _subscriptions.TryRead(request, path)) is { } early)
        {
            return early;
        }

        if (request.Method is "POST" && TypeOf(path).Same("Microsoft.ResourceGraph/resources"))
        {
            return _graph.Query(request);
        }

        if (request.Method is "POST" && path.Names.Count == 0 && path.Trailing.Same("register"))
        {
            return _subscriptions.Provider(path.Namespace);
        }

        if (request.Method is "POST" && path.TrailingType.Same("Microsoft.Storage/checkNameAvailability"))
        {
            return StorageNames(request);
        }

        CheckGroup(request, path);
        if (path.Names.Count > 0)
        {
            ManagementLocks.Check(request.Method, path, world);
        }

        return path.Trailing is null ? Item(request, path) : request.Method is "GET" ? Collection(request, path) : Action(request, path);
    }

    private ArmResponse StorageNames(ArmRequest request)
    {
        var problem = StorageAccounts.NameProblem(request.Body().Text("name") ?? "", world);
        return new ArmResponse(200, problem is { } found
            ? new JsonObject { ["nameAvailable"] = false, ["reason"] = found.Reason, ["message"] = found.Message }
            : new JsonObject { ["nameAvailable"] = true });
    }

    private void CheckSubscription(ResourcePath path)
    {
        if (path.Subscription is { } id && !id.Same(world.Options.SubscriptionId) && !world.Options.OtherSubscriptionIds.Contains(id, StringComparer.OrdinalIgnoreCase))
        {
            throw ArmErrors.SubscriptionNotFound(id);
        }
    }

    private void CheckGroup(ArmRequest request, ResourcePath path)
    {
        if (path.ResourceGroupId is not { } id || (path.Type.Same(ResourceGroups.TypeName) && path.Names.Count == 1 && path.Trailing is null))
        {
            return;
        }

        var group = world.Resources.Find(id) ?? throw ArmErrors.ResourceGroupNotFound(path.ResourceGroup!);
        if (group.IsDeleting && request.Method is ("PUT" or "PATCH" or "POST"))
        {
            throw ArmErrors.ResourceGroupBeingDeleted(path.ResourceGroup!);
        }
    }

    private ArmResponse Item(ArmRequest request, ResourcePath path)
    {
        if (world.Types.Find(path.Type) is { } type)
        {
            versions.Check(request.ApiVersion, type.ContractType, path.Subscription ?? "");
            return type is ResourceGroups ? Group(request, path, type) : Resource(request, path, type);
        }

        if (path.Types.Count > 1 && world.Types.FindInline(path.Type) is { } inline)
        {
            versions.Check(request.ApiVersion, $"{inline.Owner.Name}/{inline.Collection.Name}", path.Subscription ?? "");
            return Inline(request, path, inline.Owner, inline.Collection);
        }

        if (request.Method is "POST" && path.Types.Count > 1 && world.Types.Find(path.Type[..path.Type.LastIndexOf('/')]) is { } parent)
        {
            versions.Check(request.ApiVersion, parent.ContractType, path.Subscription ?? "");
            return actions.InvokeOnParent(request, path, parent);
        }

        return (request.Method is "GET" && path.Types.Count > 1 ? _reader.NamedSubresource(path) : null) ?? throw Unknown(path, path.Type, request);
    }

    private ArmResponse Group(ArmRequest request, ResourcePath path, ResourceType type)
    {
        var group = world.Resources.Find(path.Id);
        switch (request.Method)
        {
            case "HEAD":
                return group is null ? new ArmResponse(404) : new ArmResponse(204);
            case "PUT" when group?.IsDeleting == true:
                throw ArmErrors.ResourceGroupBeingDeleted(path.Name);
            case "DELETE":
                return groups.Delete(request, group ?? throw ArmErrors.ResourceGroupNotFound(path.Name));
            default:
                return Resource(request, path, type);
        }
    }

    private ArmResponse Resource(ArmRequest request, ResourcePath path, ResourceType type)
    {
        if (path.ParentId is { } parent && request.Method is "PUT" && !(world.Resources.Find(parent) is { } owner && world.IsSeen(owner)))
        {
            throw ArmErrors.ParentResourceNotFound(type.Name, parent);
        }

        if (type.IsExtension && request.Method is "PUT")
        {
            CheckScope(path);
        }

        return request.Method switch
        {
            "GET" => _reader.Get(request, path),
            "PUT" => writer.Put(request, path, type),
            "PATCH" => writer.Patch(request, path, type),
            "DELETE" => deleter.Delete(request, path, type),
            _ => throw ArmErrors.MethodNotAllowed(request.Method),
        };
    }

    /// <summary>What an extension belongs to must be there, as far as it is simulated.</summary>
    private void CheckScope(ResourcePath path)
    {
        if (ResourcePath.Parse(path.Scope) is { Names.Count: > 0 } scope && world.Types.Find(scope.Type) is { } known && world.Resources.Find(scope.Id) is null)
        {
            throw ArmErrors.ResourceNotFound(known.Name, string.Join('/', scope.Names), scope.ResourceGroup);
        }
    }

    private ArmResponse Inline(ArmRequest request, ResourcePath path, ResourceType owner, InlineCollection collection)
    {
        if (request.Method is "GET")
        {
            return _reader.Get(request, path);
        }

        if (!collection.Writable || request.Method is not ("PUT" or "DELETE"))
        {
            throw ArmErrors.MethodNotAllowed(request.Method);
        }

        if (world.Resources.Find(path.ParentId!) is not { } resource)
        {
            return request.Method is "DELETE" ? new ArmResponse(204) : throw ArmErrors.ParentResourceNotFound(path.Type, path.ParentId!);
        }

        return request.Method is "PUT" ? writer.PutInline(request, resource, owner, collection, path) : writer.DeleteInline(request, resource, owner, collection, path);
    }

    private ArmResponse Collection(ArmRequest request, ResourcePath path)
    {
        if (path.Type.Same(ResourceGroups.TypeName) && path.Trailing.Same("resources"))
        {
            versions.Check(request.ApiVersion, ResourceGroups.TypeName, "");
            return _lister.ListAll(request, path.Id);
        }

        if (world.Types.Find(path.TrailingType) is { } type)
        {
            versions.Check(request.ApiVersion, type.ContractType, path.Subscription ?? "");
            return _lister.List(request, path, type);
        }

        return (path.Names.Count > 0 ? _reader.Subresource(path) : null) ?? throw Unknown(path, path.TrailingType, request);
    }

    private ArmResponse Action(ArmRequest request, ResourcePath path)
    {
        if (request.Method is not "POST" || path.Names.Count == 0)
        {
            throw ArmErrors.MethodNotAllowed(request.Method);
        }

        var type = world.Types.Find(path.Type) ?? throw Unknown(path, path.Type, request);
        versions.Check(request.ApiVersion, type.ContractType, path.Subscription ?? "");
        return actions.Invoke(request, path, type);
    }

    private ArmException Unknown(ResourcePath path, string type, ArmRequest request) =>
        world.Types.HasNamespace(path.Namespace) ? ArmErrors.InvalidType(type, request.ApiVersion!) : ArmErrors.InvalidNamespace(path.Namespace);
}
