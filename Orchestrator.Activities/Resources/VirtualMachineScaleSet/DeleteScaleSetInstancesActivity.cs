using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Resources.VirtualMachineScaleSet;

/// <summary>Deletes chosen instances of a pool; the scale set's capacity falls with them.</summary>
public sealed class DeleteScaleSetInstancesActivity(IArmConnections connections, IClusterStore clusters)
{
    private const int PollSeconds = 15;

    /// <summary>Starts the deletion of those that are there and not going yet; done when a read finds none of them.</summary>
    [Function("DeleteScaleSetInstances")]
    public async Task<MachineOutcome> RunAsync([ActivityTrigger] MachineRequest request, CancellationToken cancellation)
    {
        try
        {
            var spec = await clusters.GetSpecAsync(request.Cluster, request.Generation, cancellation).ConfigureAwait(false);
            var arm = await connections.ForAsync(spec, cancellation).ConfigureAwait(false);
            var id = ClusterResourceIds.VirtualMachineScaleSet(spec, request.Pool!);
            var (instances, error) = await arm.ListAsync(id, ArmTypes.ScaleSetInstance, request.OperationId, cancellation).ConfigureAwait(false);
            if (error is not null)
            {
                return error.HttpStatus == 404 ? new MachineOutcome { Done = true } : Refused(error);
            }

            var named = instances.Where(i => request.Machines.Contains(MachineInventory.ComputerNameOf(i), StringComparer.OrdinalIgnoreCase)).ToList();
            return await DeleteAsync(arm, id, named, request, cancellation).ConfigureAwait(false);
        }
        catch (OrchestratorException exception)
        {
            return Refused(exception.Error);
        }
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

        return named.Count == 0
            ? new MachineOutcome { Done = true }
            : new MachineOutcome { Done = false, RetryAfterSeconds = retryAfter ?? PollSeconds, Detail = $"deleting {string.Join(", ", named.Select(MachineInventory.ComputerNameOf))}" };
    }

    private static MachineOutcome Refused(OrchestratorError error) => new() { Done = false, Error = error, RetryAfterSeconds = error.RetryAfterSeconds };
}
