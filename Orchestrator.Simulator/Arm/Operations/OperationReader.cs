using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types;

namespace Orchestrator.Simulator.Arm.Operations;

/// <summary>Answers the polling of operations, in each provider's shape.</summary>
internal sealed class OperationReader(ArmWorld world)
{
    /// <summary>Answers a request for an operation; null when the path is none.</summary>
    public ArmResponse? TryRead(ArmRequest request, ResourcePath path)
    {
        var collection = path.Types.Count > 0 ? path.Types[^1] : "";
        if (path.Names.Count is not (1 or 2) || !world.Types.All.Select(static type => type.Provider).Any(style => style.Namespace.Same(path.Namespace) && IsPolledAt(style, path, collection)))
        {
            return null;
        }

        var operation = Find(path);
        return request.Query("monitor") is null && world.Types.Get(operation.Type).Provider.StatusSegment.Same(collection) ? Status(operation) : Result(operation, request);
    }

    private static bool IsPolledAt(ProviderStyle style, ResourcePath path, string collection) =>
        (style.StatusSegment.Same(collection) || style.ResultSegment.Same(collection))
        && (path.Names.Count == 1 || style.OperationsBelowResource || path.Types[0].Same("locations") || path.Types[0].Same("subscriptions"));

    private ArmOperation Find(ResourcePath path) =>
        world.Operations.Find(path.Name) ?? throw new ArmException(404, "OperationNotFound", $"The operation '{path.Name}' could not be found.");

    private ArmResponse Status(ArmOperation operation)
    {
        var provider = world.Types.Get(operation.Type).Provider;
        var body = new JsonObject();
        if (provider.DescribesOperations)
        {
            body["startTime"] = operation.Started.ToString("O");
            if (operation.Ended is { } ended)
            {
                body["endTime"] = ended.ToString("O");
            }

            body["name"] = operation.Id;
            if (provider == ProviderStyle.ContainerService)
            {
                body["id"] = $"/subscriptions/{operation.RecordId.Split('/')[2]}/providers/{provider.Namespace}/locations/{operation.Location}/{provider.StatusSegment}/{operation.Id}";
                body["percentComplete"] = operation.IsRunning ? 1.0 : 100.0;
            }
        }

        body["status"] = operation.Status;
        if (operation.Error is { } error)
        {
            var fault = error.ToJson();
            if (provider.ListsErrorDetails)
            {
                fault["details"] = new JsonArray();
            }

            body["error"] = fault;
        }

        var response = new ArmResponse(200, body);
        return operation.IsRunning ? response.With("Retry-After", RetryAfter(operation)) : response;
    }

    private ArmResponse Result(ArmOperation operation, ArmRequest request)
    {
        if (operation.IsRunning)
        {
            return new ArmResponse(202).With("Location", request.Url.AbsoluteUri).With("Retry-After", RetryAfter(operation));
        }

        if (operation.Error is { } error)
        {
            return new ArmResponse(409, new JsonObject { ["error"] = error.ToJson() });
        }

        if (operation.IsDelete)
        {
            return new ArmResponse(operation.Type.Same(ResourceGroups.TypeName) ? 200 : 204);
        }

        return operation.IsWrite && world.Resources.Find(operation.RecordId) is { } resource ? new ArmResponse(200, world.Render(resource)) : new ArmResponse(200);
    }

    private string RetryAfter(ArmOperation operation)
    {
        var provider = world.Types.Get(operation.Type).Provider;
        return (operation.IsDelete ? provider.DeleteRetryAfter : provider.WriteRetryAfter).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
