using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types;
using Orchestrator.Simulator.Arm.Types.ContainerService;
using Orchestrator.Simulator.Faults;

namespace Orchestrator.Simulator.Arm.Operations;

/// <summary>Accepts operations: refuses those that would run into another one, and writes the rest down.</summary>
internal sealed class OperationStarter(ArmWorld world, FaultInjection faults, Action<string> finish)
{
    /// <exception cref="ArmException">409 AnotherOperationInProgress.</exception>
    public void CheckFree(string lockId, string recordId, ResourceType type, ArmRequest? request)
    {
        if ((world.Operations.Holding(lockId) ?? world.Operations.RunningOn(recordId) ?? type.Blocking(recordId, world.Operations)) is { } other)
        {
            throw type.Provider == ProviderStyle.ContainerService
                ? AksErrors.Busy(other, world.Resources.Find(other.RecordId)?.State ?? "Updating")
                : NetworkErrors.AnotherOperation(OperationUrls.Status(other, type.Provider, request) ?? OperationUrls.Result(other, type.Provider, request));
        }
    }

    /// <summary>Writes an operation down; one that takes no time ends before this returns.</summary>
    /// <param name="duration">Null for what is done at once; an operation of unknown length passes <paramref name="open"/>.</param>
    public ArmOperation Start(ResourceType type, string resourceId, ArmResource record, string action, string method, ArmRequest? request, TimeSpan? duration, JsonObject arguments, bool created = false, bool open = false)
    {
        var name = resourceId[(resourceId.LastIndexOf('/') + 1)..];
        var planned = duration is null && !open ? null : faults.OnOperation(method, type.Name, name);
        var id = world.NewGuid().ToString();
        var correlation = world.NewGuid().ToString();
        var operation = new ArmOperation(
            Id: id,
            Sequence: world.Operations.NextSequence,
            ResourceId: resourceId,
            RecordId: record.Id,
            Type: type.Name,
            Action: action,
            Method: method,
            Location: LocationOf(record),
            ApiVersion: request?.ApiVersion ?? "2024-07-01",
            CorrelationId: request?.Header("x-ms-correlation-request-id") ?? correlation,
            Created: created,
            Started: world.Now,
            Due: open ? null : world.Now + ((planned as HangFault)?.Duration ?? duration ?? TimeSpan.Zero),
            Ended: null,
            Status: ArmOperation.InProgress,
            Lock: type.Lock(record.Id),
            Arguments: arguments,
            Planned: planned is OperationFault failure ? new ArmFault(failure.Code, failure.Message) : null,
            Claims: request is null ? null : CallerClaims.Of(request));
        world.Operations.Put(operation);
        if (duration is null && !open)
        {
            finish(operation.Id);
        }

        if (open && !operation.IsDelete)
        {
            world.Opened.Add(operation.Id);
        }

        return world.Operations.Find(operation.Id)!;
    }

    /// <summary>Children are where their parents are.</summary>
    private string LocationOf(ArmResource record) =>
        record.Location.Length > 0 || References.OwnerOf(record.Id) is not { } owner ? record.Location : world.Resources.Find(owner)!.Location;
}
