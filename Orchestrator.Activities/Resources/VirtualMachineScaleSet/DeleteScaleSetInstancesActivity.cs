using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Resources.VirtualMachineScaleSet;

/// <summary>Deletes chosen machines of a pool; the scale set's capacity falls with them.</summary>
public sealed class DeleteScaleSetInstancesActivity(IArmConnections connections, IClusterStore clusters, IResourceIndex index, KnownMachines known, TimeProvider time)
{
    private const int PollSeconds = 15;

    /// <summary>
    /// Starts the deletion of those that are there and not going yet; done when a list has none of them. Instance numbers are never given twice, so
    /// those that a rollout has just listed are deleted without another look.
    /// </summary>
    [Function("DeleteScaleSetInstances")]
    public async Task<MachineOutcome> RunAsync([ActivityTrigger] MachineRequest request, CancellationToken cancellation)
    {
        try
        {
            var spec = await clusters.GetSpecAsync(request.Cluster, request.Generation, cancellation).ConfigureAwait(false);
            var arm = await connections.ForAsync(spec, cancellation).ConfigureAwait(false);
            var id = ClusterResourceIds.VirtualMachineScaleSet(spec, request.Pool!);
            if (await StartKnownAsync(arm, id, request, cancellation).ConfigureAwait(false) is { } started)
            {
                return started;
            }

            if (!HasNumbers(request) && await IsFlexibleAsync(arm, id, request, cancellation).ConfigureAwait(false))
            {
                return await DeleteMachinesAsync(arm, spec, id, request, cancellation).ConfigureAwait(false);
            }

            var readAt = time.GetUtcNow();
            var (instances, error) = await arm.ListAsync(id, ArmTypes.ScaleSetInstance, request.OperationId, cancellation).ConfigureAwait(false);
            if (error is not null)
            {
                return error.HttpStatus == 404 ? new MachineOutcome { Done = true } : Refused(error);
            }

            var named = Named(instances, request);
            if (named.Count == 0)
            {
                known.RememberList(id, instances, readAt);
                await ForgetStartAsync(spec.Key, id, request, cancellation).ConfigureAwait(false);
            }

            return await DeleteAsync(arm, id, named, request, cancellation).ConfigureAwait(false);
        }
        catch (OrchestratorException exception)
        {
            return Refused(exception.Error);
        }
    }

    /// <summary>Null when there is nothing to start: it was, or Azure knows one of the numbers no longer.</summary>
    private async Task<MachineOutcome?> StartKnownAsync(ArmConnection arm, string id, MachineRequest request, CancellationToken cancellation)
    {
        if (!HasNumbers(request))
        {
            return null;
        }

        var first = FirstOf(id, request);
        if (await index.FindOperationAsync(first, cancellation).ConfigureAwait(false) is not null)
        {
            return null;
        }

        var post = await arm.PostAsync(id, "delete", new JsonObject { ["instanceIds"] = Json.Strings(request.InstanceIds) }, request.OperationId, cancellation).ConfigureAwait(false);
        if (post.Error is { } error)
        {
            return error.Retry == RetryClass.Transient ? Refused(error) : null;
        }

        await index.SetOperationAsync(first, post.Operation?.ToString() ?? "started", cancellation).ConfigureAwait(false);
        return new MachineOutcome { Done = false, RetryAfterSeconds = post.RetryAfterSeconds ?? PollSeconds, Detail = $"deleting {string.Join(", ", request.Machines)}" };
    }

    private Task ForgetStartAsync(ClusterKey cluster, string id, MachineRequest request, CancellationToken cancellation) =>
        HasNumbers(request) ? index.RemoveAsync(cluster, FirstOf(id, request), cancellation) : Task.CompletedTask;

    /// <summary>Only the instances of a uniform scale set have numbers.</summary>
    private static bool HasNumbers(MachineRequest request) => request.InstanceIds.Count > 0 && request.InstanceIds.All(static id => id.All(char.IsAsciiDigit));

    private static string FirstOf(string id, MachineRequest request) => $"{id}/virtualMachines/{request.InstanceIds[0]}";

    private static List<JsonObject> Named(IEnumerable<JsonObject> machines, MachineRequest request) =>
        [.. machines.Where(m => request.Machines.Contains(MachineInventory.ComputerNameOf(m), StringComparer.OrdinalIgnoreCase))];

    /// <summary>As Azure has it: the pool may have left the spec.</summary>
    private static async Task<bool> IsFlexibleAsync(ArmConnection arm, string id, MachineRequest request, CancellationToken cancellation) =>
        string.Equals(
            (string?)(await arm.GetAsync(id, request.OperationId, cancellation).ConfigureAwait(false)).Resource?["properties"]?["orchestrationMode"],
            nameof(OrchestrationMode.Flexible), StringComparison.OrdinalIgnoreCase);

    /// <summary>The machines of a flexible scale set are virtual machines and go one by one, with their disks and interfaces.</summary>
    private static async Task<MachineOutcome> DeleteMachinesAsync(ArmConnection arm, ClusterSpec spec, string id, MachineRequest request, CancellationToken cancellation)
    {
        var (vms, error) = await arm.ListAsync(ClusterResourceIds.ResourceGroup(spec), ArmTypes.VirtualMachine, request.OperationId, cancellation).ConfigureAwait(false);
        if (error is not null)
        {
            return error.HttpStatus == 404 ? new MachineOutcome { Done = true } : Refused(error);
        }

        var named = Named(MachineInventory.MembersOf(id, vms), request);
        int? retryAfter = null;
        foreach (var vm in named.Where(static vm => !ProvisioningStates.IsDeleting(vm)))
        {
            var delete = await arm.DeleteAsync((string)vm["id"]!, request.OperationId, cancellation).ConfigureAwait(false);
            if (delete.Error is not null && !delete.IsNotFound)
            {
                return Refused(delete.Error);
            }

            retryAfter = delete.RetryAfterSeconds;
        }

        return Outcome(named, retryAfter);
    }

    private static async Task<MachineOutcome> DeleteAsync(ArmConnection arm, string id, List<JsonObject> named, MachineRequest request, CancellationToken cancellation)
    {
        var waiting = named.Where(static i => !ProvisioningStates.IsDeleting(i)).Select(static i => (string)i["instanceId"]!).ToList();
        int? retryAfter = null;
        if (waiting.Count > 0)
        {
            var body = new JsonObject { ["instanceIds"] = Json.Strings(waiting) };
            var post = await arm.PostAsync(id, "delete", body, request.OperationId, cancellation).ConfigureAwait(false);
            if (post.Error is not null)
            {
                return Refused(post.Error);
            }

            retryAfter = post.RetryAfterSeconds;
        }

        return Outcome(named, retryAfter);
    }

    private static MachineOutcome Outcome(List<JsonObject> left, int? retryAfter) => left.Count == 0
        ? new MachineOutcome { Done = true }
        : new MachineOutcome { Done = false, RetryAfterSeconds = retryAfter ?? PollSeconds, Detail = $"deleting {string.Join(", ", left.Select(MachineInventory.ComputerNameOf))}" };

    private static MachineOutcome Refused(OrchestratorError error) => new() { Done = false, Error = error, RetryAfterSeconds = error.RetryAfterSeconds };
}
