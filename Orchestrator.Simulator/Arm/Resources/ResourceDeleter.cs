using System.Globalization;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Types;

namespace Orchestrator.Simulator.Arm.Resources;

/// <summary>DELETE of resources.</summary>
internal sealed class ResourceDeleter(ArmWorld world, OperationStarter operations, OperationCompleter completer)
{
    public ArmResponse Delete(ArmRequest request, ResourcePath path, ResourceType type)
    {
        if (world.Resources.Find(path.Id) is not { } resource)
        {
            return new ArmResponse(204);
        }

        Preconditions.Check(request, resource);
        if (resource.IsDeleting && world.Operations.RunningOn(resource.Id) is { } running)
        {
            return Accepted(running, type, request);
        }

        var view = type.Latency is null ? world.Render(resource) : null;
        var operation = Start(resource, type, request);
        return operation.IsRunning ? Accepted(operation, type, request) : new ArmResponse(200, view);
    }

    /// <summary>Starts the deletion of one resource.</summary>
    /// <exception cref="ArmException">The resource is in use or busy.</exception>
    public ArmOperation Start(ArmResource resource, ResourceType type, ArmRequest? request)
    {
        type.CheckDelete(resource, world);
        if (type.DeletePreempts)
        {
            Preempt(resource);
        }

        operations.CheckFree(type.Lock(resource.Id), resource.Id, type, request);
        var current = world.Resources.Find(resource.Id)!;
        var duration = type.DeleteDuration(current, world);
        type.BeginDelete(current, world);
        var kept = world.Keep(world.Resources.Find(resource.Id)! with { State = ArmResource.Deleting, LastOperation = type.PutOperation.Replace("Put", "Delete", StringComparison.Ordinal) });
        return operations.Start(type, kept.Id, kept, "delete", "DELETE", request, duration, type.DeleteArguments(request));
    }

    private void Preempt(ArmResource resource)
    {
        foreach (var running in world.Operations.Running.Where(running => !running.IsDelete && (running.RecordId.Same(resource.Id) || ResourceTable.IsUnder(running.RecordId, resource.Id))).ToList())
        {
            completer.Fail(running, ComputeErrors.Preempted());
        }
    }

    private static ArmResponse Accepted(ArmOperation operation, ResourceType type, ArmRequest request) =>
        new ArmResponse(202)
            .WithOperation(operation, type.Provider, request, withResult: true)
            .With("Retry-After", type.Provider.DeleteRetryAfter.ToString(CultureInfo.InvariantCulture));
}
