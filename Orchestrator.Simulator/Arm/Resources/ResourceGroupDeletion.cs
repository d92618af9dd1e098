using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Types;

namespace Orchestrator.Simulator.Arm.Resources;

/// <summary>
/// Deletes a group with all that is in it: again and again it starts the deletion of whatever is no longer in use, until the group is empty.
/// Goes on after each operation that ends in the group, and after a restart.
/// </summary>
internal sealed class ResourceGroupDeletion(ArmWorld world, ResourceDeleter deleter, OperationStarter operations, OperationCompleter completer)
{
    /// <summary>What remains to be done for an empty group: observed 21 s in all.</summary>
    private static readonly (double, double) Closing = (15, 21);

    /// <summary>Ends of a resource's deletion after which it is tried again.</summary>
    private static readonly string[] Transient = ["InternalServerError", "ServiceUnavailable", "GatewayTimeout", "TooManyRequests", "RetryableError", "OperationPreempted"];

    public ArmResponse Delete(ArmRequest request, ArmResource group)
    {
        if (world.Operations.RunningOn(group.Id) is not { } operation)
        {
            var deleting = world.Keep(group with { State = ArmResource.Deleting });
            operation = operations.Start(world.Types.Get(ResourceGroups.TypeName), group.Id, deleting, "delete", "DELETE", request, duration: null, [], open: true);
            Advance(operation);
        }

        return new ArmResponse(202)
            .With("Location", OperationUrls.Result(operation, ProviderStyle.Resources, request))
            .With("Retry-After", ProviderStyle.Resources.DeleteRetryAfter.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Takes the next steps of every deletion that is under way.</summary>
    public void AdvanceAll()
    {
        foreach (var deletion in world.Operations.Running.Where(static operation => operation.IsDelete && operation.Type.Same(ResourceGroups.TypeName) && operation.Due is null).ToList())
        {
            Advance(deletion);
        }
    }

    private void Advance(ArmOperation deletion)
    {
        var left = world.Resources.Below(deletion.RecordId).Where(IsOfItsOwn).ToList();
        if (left.Count == 0)
        {
            world.Operations.Put(deletion with { Due = world.Now + world.Within(Closing) });
            return;
        }

        var refusals = new Dictionary<string, ArmFault>(StringComparer.OrdinalIgnoreCase);
        foreach (var resource in left.Where(static resource => References.OwnerOf(resource.Id) is null && !resource.IsDeleting))
        {
            if (HasFailed(resource, deletion) is { } fault)
            {
                refusals[resource.Id] = fault;
            }
            else if (TryDelete(resource.Id, refusals))
            {
                refusals.Remove(resource.Id);
            }
        }

        if (world.Operations.Running.Any(operation => ResourceTable.IsUnder(operation.RecordId, deletion.RecordId)))
        {
            return;
        }

        // Nothing runs: either deletions that end at once have cleared the way, or there is none.
        if (world.Resources.Below(deletion.RecordId).Count(IsOfItsOwn) < left.Count)
        {
            Advance(deletion);
        }
        else
        {
            Block(deletion, [.. refusals.Where(static refusal => References.OwnerOf(refusal.Key) is null)]);
        }
    }

    /// <summary>Why a resource's deletion has failed since the group's began, if it makes no sense to try again: nothing in the group has gone since.</summary>
    private ArmFault? HasFailed(ArmResource resource, ArmOperation deletion)
    {
        if (!resource.State.Same(ArmResource.Failed))
        {
            return null;
        }

        var since = new List<ArmOperation>();
        for (var i = world.Operations.All.Count - 1; i >= 0 && world.Operations.All[i].Started >= deletion.Started; i--)
        {
            since.Add(world.Operations.All[i]);
        }

        return since.Find(operation => operation.IsDelete && operation.RecordId.Same(resource.Id)) is { Status: ArmOperation.Failed, Error: { Code: { } code } fault } failed && !Transient.Contains(code, StringComparer.OrdinalIgnoreCase)
            && !since.Exists(operation => operation is { IsDelete: true, Status: ArmOperation.Succeeded } && operation.Ended > failed.Ended && ResourceTable.IsUnder(operation.RecordId, deletion.RecordId))
                ? fault
                : null;
    }

    /// <summary>Extensions go with what they belong to.</summary>
    private bool IsOfItsOwn(ArmResource resource) => !world.Types.Get(resource.Type).IsExtension;

    /// <summary>A sync deletion ends at once and may unblock others; the caller's list is stale for those that are gone.</summary>
    private bool TryDelete(string id, Dictionary<string, ArmFault> refusals)
    {
        if (world.Resources.Find(id) is not { } resource)
        {
            return true;
        }

        if (TryDelete(resource, refusals))
        {
            return true;
        }

        // Some parents wait for their children to go first.
        foreach (var child in world.Resources.Below(id).Where(child => !child.IsDeleting && IsOfItsOwn(child)).Reverse().ToList())
        {
            TryDelete(child, refusals);
        }

        return world.Resources.Find(id) is not { } left || TryDelete(left, refusals);
    }

    private bool TryDelete(ArmResource resource, Dictionary<string, ArmFault> refusals)
    {
        try
        {
            if (world.Resources.Find(resource.Id) is null)
            {
                return true;
            }

            deleter.Start(resource, world.Types.Get(resource.Type), request: null);
            return true;
        }
        catch (ArmException refusal)
        {
            refusals[resource.Id] = refusal.Fault;
            return false;
        }
    }

    private void Block(ArmOperation deletion, IReadOnlyList<KeyValuePair<string, ArmFault>> blocked)
    {
        var name = deletion.RecordId[(deletion.RecordId.LastIndexOf('/') + 1)..];
        completer.Fail(deletion, new ArmFault(
            "ResourceGroupDeletionBlocked",
            $"Deletion of resource group '{name}' failed as resources with identifiers '{string.Join(',', blocked.Select(static refusal => refusal.Key))}' could not be deleted. The provisioning state of the resource group will be rolled back.",
            Details: [.. blocked.Select(static refusal => new ArmFault(null, new JsonObject { ["error"] = refusal.Value.ToJson() }.ToJsonString(), refusal.Key))]));
    }
}
