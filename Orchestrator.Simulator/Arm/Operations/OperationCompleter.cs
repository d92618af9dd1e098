using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types;
using Orchestrator.Simulator.Arm.Types.EventGrid;
using Orchestrator.Simulator.EventGrid;

namespace Orchestrator.Simulator.Arm.Operations;

/// <summary>Ends operations: changes what they change, tells the world.</summary>
internal sealed class OperationCompleter(ArmWorld world, EventGridPublisher events)
{
    /// <summary>Ends an operation as it was planned; nothing happens if it has ended already. Returns what ended.</summary>
    public ArmOperation? Complete(string id)
    {
        if (world.Operations.Find(id) is not { IsRunning: true } operation)
        {
            return null;
        }

        if (operation.Planned is { } planned)
        {
            return Fail(operation, planned);
        }

        if (world.Resources.Find(operation.RecordId) is not { } resource || world.Types.Get(operation.Type).Step(resource, operation, world) is not { } next)
        {
            return Succeed(operation);
        }

        if (next.Fault is { } fault)
        {
            return Fail(operation, fault);
        }

        world.Operations.Put(operation with { Due = world.Now + next.Wait, Arguments = next.Arguments });
        return null;
    }

    /// <summary>Ends an operation that its caller gave up: what it has done stays as it is.</summary>
    public void Cancel(ArmOperation operation, string state)
    {
        if (world.Resources.Find(operation.RecordId) is { } resource)
        {
            var canceled = world.Keep(resource with { State = state });
            world.Types.Get(canceled.Type).Fail(canceled, operation, world);
        }

        End(operation with { Status = ArmOperation.Canceled, Error = new ArmFault("Canceled", "The operation was canceled by an abort.") });
    }

    /// <summary>Ends an operation early, because a newer one takes its place or because it cannot go on.</summary>
    public ArmOperation Fail(ArmOperation operation, ArmFault fault)
    {
        var type = world.Types.Get(operation.Type);
        if (world.Resources.Find(operation.RecordId) is { } resource)
        {
            // A group whose deletion is blocked goes back to normal; everything else stays behind as failed.
            var failed = world.Keep(resource with { State = type is ResourceGroups ? ArmResource.Succeeded : ArmResource.Failed });
            world.Types.Get(failed.Type).Fail(failed, operation, world);
        }

        return End(operation with { Status = ArmOperation.Failed, Error = fault });
    }

    private ArmOperation Succeed(ArmOperation operation)
    {
        var resource = world.Resources.Find(operation.RecordId);
        if (resource is not null)
        {
            Apply(operation, resource, world.Types.Get(resource.Type));
        }

        return End(operation with { Status = ArmOperation.Succeeded });
    }

    private void Apply(ArmOperation operation, ArmResource resource, ResourceType type)
    {
        if (operation.IsDelete && operation.ResourceId.Same(operation.RecordId))
        {
            Remove(resource, type);
        }
        else if (operation.IsWrite || operation.IsDelete)
        {
            world.Keep(type.Finish(resource, operation, world) with { State = ArmResource.Succeeded });
        }
        else
        {
            var action = type.Action(operation.Action)!;
            action.End(resource, operation, world);
            if (action.Interrupts)
            {
                Cancel(world.Operations.Find(operation.Arguments.Text("interrupted")!)!, action.InterruptedState);
                return;
            }

            world.Keep(world.Resources.Find(resource.Id)! with { State = ArmResource.Succeeded });
        }
    }

    private void Remove(ArmResource resource, ResourceType type)
    {
        type.Deleted(resource, world);

        // Children, role assignments and locks go with what they belong to, the deepest first.
        foreach (var below in world.Resources.Below(resource.Id).Reverse().ToList())
        {
            world.Types.Get(below.Type).Deleted(below, world);
            world.Resources.Remove(below.Id);
        }

        world.Resources.Remove(resource.Id);
    }

    private ArmOperation End(ArmOperation operation)
    {
        var ended = operation with { Ended = world.Now, Due = null };
        world.Operations.Put(ended);
        var kind = ended.IsWrite ? "Write" : ended.IsDelete ? "Delete" : "Action";
        var outcome = ended.Error is null ? "Success" : "Failure";
        var provider = world.Types.Get(ended.Type).Provider;
        var typeName = InlineType(ended);
        var action = ended.IsWrite || ended.IsDelete ? ended.Action : $"{ended.Action}/action";
        events.Publish(
            new ResourceEvent(world.NewGuid().ToString(), $"Microsoft.Resources.Resource{kind}{outcome}", ended.ResourceId, $"{typeName}/{action}", ended.Error is null ? "Succeeded" : "Failed", ended.Method, provider.Namespace, ended.CorrelationId, ended.RecordId.Split('/')[2], world.Options.TenantId, world.Now, ended.Claims),
            typeName,
            ended.ResourceId[(ended.ResourceId.LastIndexOf('/') + 1)..],
            EventSubscriptions.Active(world));
        return ended;
    }

    private static string InlineType(ArmOperation operation) =>
        operation.Type.Same(ResourceGroups.TypeName) ? "Microsoft.Resources/subscriptions/resourceGroups"
        : operation.ResourceId.Same(operation.RecordId) ? operation.Type
        : $"{operation.Type}/{operation.ResourceId.Split('/')[^2]}";
}
