using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types;

namespace Orchestrator.Simulator.Arm;

/// <summary>POST actions on resources.</summary>
internal sealed class ActionInvoker(ArmWorld world, OperationStarter operations)
{
    /// <summary>An action on the resource of a path.</summary>
    public ArmResponse Invoke(ArmRequest request, ResourcePath path, ResourceType type) => Invoke(request, path, type, path.Id, path.Trailing!);

    /// <summary>An action whose name has two segments, such as <c>rollingUpgrades/cancel</c>, on the parent of a path.</summary>
    public ArmResponse InvokeOnParent(ArmRequest request, ResourcePath path, ResourceType type) => Invoke(request, path, type, path.ParentId!, $"{path.Types[^1]}/{path.Name}");

    private ArmResponse Invoke(ArmRequest request, ResourcePath path, ResourceType type, string id, string name)
    {
        var resource = world.Resources.Find(id) ?? throw ArmErrors.ResourceNotFound(type.Name, string.Join('/', path.Names), path.ResourceGroup);
        Preconditions.Check(request, resource);
        if (type.Invoke(name, resource, request.Body() ?? [], request, world) is { } answer)
        {
            return new ArmResponse(200, answer);
        }

        var action = type.Action(name) ?? throw ArmErrors.NotFound(request.Path);
        return action.Interrupts ? Interrupt(request, name, type, action, resource) : Start(request, name, type, action, resource);
    }

    private ArmResponse Start(ArmRequest request, string name, ResourceType type, ResourceAction action, ArmResource resource)
    {
        operations.CheckFree(type.Lock(resource.Id), resource.Id, type, request);
        var (duration, arguments) = action.Begin(resource, request.Body() ?? [], world);

        // The beginning may have changed the resource itself, such as its capacity.
        var updating = world.Keep(world.Resources.Find(resource.Id)! with { State = action.BusyState });
        return Accepted(request, type, action, updating, operations.Start(type, resource.Id, updating, name, "POST", request, duration, arguments));
    }

    /// <summary>Nothing to stop is no error.</summary>
    private ArmResponse Interrupt(ArmRequest request, string name, ResourceType type, ResourceAction action, ArmResource resource)
    {
        if (world.Operations.RunningOn(resource.Id) is not { Status: ArmOperation.InProgress, IsDelete: false } running)
        {
            return action.NothingToInterrupt is { } refusal ? throw refusal : new ArmResponse(204);
        }

        var (duration, arguments) = action.Begin(resource, request.Body() ?? [], world);
        arguments["interrupted"] = running.Id;
        world.Operations.Put(running with { Status = ArmOperation.Canceling, Due = null });
        var canceling = world.Keep(resource with { State = action.BusyState });
        return Accepted(request, type, action, canceling, operations.Start(type, resource.Id, canceling, name, "POST", request, duration, arguments));
    }

    private ArmResponse Accepted(ArmRequest request, ResourceType type, ResourceAction action, ArmResource resource, ArmOperation operation) =>
        new ArmResponse(202, action.AnswersWithResource ? world.Render(resource) : null)
            .WithOperation(operation, type.Provider, request, withResult: true)
            .With("Retry-After", type.Provider.WriteRetryAfter.ToString(CultureInfo.InvariantCulture));
}
