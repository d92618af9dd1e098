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
    public ArmResponse Invoke(ArmRequest request, ResourcePath path, ResourceType type)
    {
        var resource = world.Resources.Find(path.Id) ?? throw ArmErrors.ResourceNotFound(type.Name, string.Join('/', path.Names), path.ResourceGroup);
        Preconditions.Check(request, resource);
        if (type.Invoke(path.Trailing!, resource, request.Body() ?? [], request, world) is { } answer)
        {
            return new ArmResponse(200, answer);
        }

        var action = type.Action(path.Trailing!) ?? throw ArmErrors.NotFound(request.Path);
        operations.CheckFree(type.Lock(resource.Id), resource.Id, type, request);
        var (duration, arguments) = action.Begin(resource, request.Body() ?? [], world);

        // The beginning may have changed the resource itself, such as its capacity.
        var updating = world.Keep(world.Resources.Find(resource.Id)! with { State = "Updating" });
        var operation = operations.Start(type, resource.Id, updating, path.Trailing!, "POST", request, duration, arguments);
        return new ArmResponse(202, action.AnswersWithResource ? world.Render(updating) : null)
            .WithOperation(operation, type.Provider, request, withResult: true)
            .With("Retry-After", type.Provider.WriteRetryAfter.ToString(CultureInfo.InvariantCulture));
    }
}
