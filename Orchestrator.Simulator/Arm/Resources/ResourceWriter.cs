using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Types;
using Orchestrator.Simulator.Contract;

namespace Orchestrator.Simulator.Arm.Resources;

/// <summary>PUT and PATCH of resources and of their inline elements.</summary>
internal sealed class ResourceWriter(ArmWorld world, IContractValidator contract, OperationStarter operations)
{
    /// <summary>The path and the service say these, not the body.</summary>
    private static readonly string[] ServiceOwned = ["id", "name", "type", "etag", "eTag"];

    public ArmResponse Put(ArmRequest request, ResourcePath path, ResourceType type)
    {
        var id = path.WithType(type.Name).Id;
        var existing = world.Resources.Find(id);
        Preconditions.Check(request, existing);
        var body = Normalize(type.ContractType, ContractBody.Put, request);
        CheckState(request, existing);
        CommonRules.AcceptLocation(body, existing, type, path, world);
        var desired = type.Desired(existing, body);
        if (existing is not null)
        {
            desired.DropNulls(request.Body()!);
        }

        return Start(request, type, id, id, path.Name, existing, desired, "write", "PUT");
    }

    /// <summary>Compute lays a PATCH over its model and takes its time; elsewhere it replaces the tags at once.</summary>
    public ArmResponse Patch(ArmRequest request, ResourcePath path, ResourceType type)
    {
        var existing = world.Resources.Find(path.Id) ?? throw ArmErrors.ResourceNotFound(type.Name, string.Join('/', path.Names), path.ResourceGroup);
        Preconditions.Check(request, existing);
        var body = Normalize(type.ContractType, ContractBody.Patch, request);
        if (type.PatchesModel)
        {
            return Start(request, type, existing.Id, existing.Id, existing.Name, existing, type.Desired(existing, body), "write", "PATCH");
        }

        operations.CheckFree(type.Lock(existing.Id), existing.Id, type, request);
        CommonRules.CheckTags(body);
        var content = existing.Content.Copy();
        content["tags"] = body["tags"]?.DeepClone() ?? content["tags"]?.DeepClone();
        var kept = world.Keep(existing with { Content = content });
        operations.Start(type, kept.Id, kept, "write", "PATCH", request, duration: null, []);
        return new ArmResponse(200, world.Render(world.Resources.Find(kept.Id)!));
    }

    /// <summary>Adds or replaces one element; the write is one on its owner.</summary>
    public ArmResponse PutInline(ArmRequest request, ArmResource owner, ResourceType type, InlineCollection collection, ResourcePath path)
    {
        Preconditions.Check(request, owner);
        var element = Normalize($"{type.Name}/{collection.Name}", ContractBody.Put, request);
        element["name"] = path.Name;
        var content = owner.Content.Copy();
        var before = collection.Find(content, path.Name);
        collection.Replace(content, collection.In(content).Where(item => item != before).Select(static item => item.Copy()).Append(element).ToList());
        var response = Start(request, type, $"{owner.Id}/{collection.Name}/{path.Name}", owner.Id, owner.Name, owner, content, "write", "PUT", before is null);
        var view = collection.Find(response.Body!.AsObject(), path.Name)!;
        var answer = new ArmResponse(before is null ? 201 : 200, view.Copy());
        return CopyHeaders(response, answer);
    }

    /// <summary>Takes one element away; the write is one on its owner.</summary>
    public ArmResponse DeleteInline(ArmRequest request, ArmResource owner, ResourceType type, InlineCollection collection, ResourcePath path)
    {
        if (collection.Find(owner.Content, path.Name) is null)
        {
            return new ArmResponse(204);
        }

        var content = owner.Content.Copy();
        collection.Replace(content, collection.In(content).Where(item => !item.Text("name").Same(path.Name)).Select(static item => item.Copy()).ToList());
        var response = Start(request, type, $"{owner.Id}/{collection.Name}/{path.Name}", owner.Id, owner.Name, owner, content, "delete", "DELETE");
        var operation = world.Operations.Find(response.Headers["x-ms-request-id"])!;
        return CopyHeaders(response, new ArmResponse(202))
            .With("Location", OperationUrls.Result(operation, type.Provider, request))
            .With("Retry-After", type.Provider.DeleteRetryAfter.ToString(CultureInfo.InvariantCulture));
    }

    private static ArmResponse CopyHeaders(ArmResponse from, ArmResponse to)
    {
        foreach (var (name, value) in from.Headers)
        {
            to.With(name, value);
        }

        return to;
    }

    /// <summary>A provisioningState that a client sends back must be the true one.</summary>
    private static void CheckState(ArmRequest request, ArmResource? existing)
    {
        if (existing is not null && request.Body().Text("properties.provisioningState") is { } state && !state.Same(existing.State))
        {
            throw ArmErrors.InvalidRequestContent($"The provisioningState '{state}' in the body differs from the resource's state '{existing.State}'");
        }
    }

    private ArmResponse Start(ArmRequest request, ResourceType type, string resourceId, string id, string name, ArmResource? existing, JsonObject content, string action, string method, bool? created = null)
    {
        operations.CheckFree(type.Lock(id), id, type, request);
        CommonRules.CheckTags(content);
        var write = new ResourceWrite(world, type, id, name, existing, content);
        CommonRules.CheckImmutable(write);
        type.Accept(write);
        ReferenceRules.Check(write);
        type.Begin(write);
        var duration = type.Duration(write);
        var state = duration is null ? ArmResource.Succeeded : type.BusyState(write);
        var kept = world.Keep(new ArmResource(id, type.Name, name, content, write.Service, state, "", type.PutOperation));
        var operation = operations.Start(type, resourceId, kept, action, method, request, duration, write.Arguments, existing is null, open: type.IsOpen(write));
        return Answer(request, type, operation, world.Resources.Find(id)!, created ?? existing is null, duration is not null);
    }

    private ArmResponse Answer(ArmRequest request, ResourceType type, ArmOperation operation, ArmResource kept, bool created, bool running)
    {
        var status = type.WriteStatus(created);
        var response = new ArmResponse(status, running && type.CreatesUnseen ? null : world.Render(kept)).With("x-ms-request-id", operation.Id);
        if (type.Provider.HasETags && response.Body is not null)
        {
            response.With("ETag", kept.ETag);
        }

        return running
            ? response.WithOperation(operation, type.Provider, request, withResult: status == 202)
                .With("azure-asyncnotification", "Enabled")
                .With("Retry-After", type.Provider.WriteRetryAfter.ToString(CultureInfo.InvariantCulture))
            : response;
    }

    private JsonObject Normalize(string type, ContractBody kind, ArmRequest request)
    {
        var body = request.Body() ?? throw ArmErrors.InvalidRequestContent("The body is empty");
        Array.ForEach(ServiceOwned, member => body.Remove(member));
        try
        {
            return contract.Normalize(type, kind, body)!.AsObject();
        }
        catch (ContractViolationException violation)
        {
            throw ContractErrors.Of(type, violation);
        }
    }
}
