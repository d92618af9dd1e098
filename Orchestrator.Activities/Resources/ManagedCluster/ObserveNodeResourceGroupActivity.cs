using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Resources.ManagedCluster;

/// <summary>
/// After an AKS cluster is gone: whether Azure has deleted the group of its nodes with it, and if not, what lies in there. What lies there is reported, never deleted:
/// somebody put it there, or a lock keeps it.
/// </summary>
public sealed class ObserveNodeResourceGroupActivity(IArmConnections connections, IClusterStore clusters)
{
    private const int PollSeconds = 15;
    private const int Named = 10;

    [Function("ObserveNodeResourceGroup")]
    public async Task<ResourceOutcome> RunAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation)
    {
        try
        {
            var spec = await clusters.GetSpecAsync(request.Cluster, request.Generation, cancellation).ConfigureAwait(false);
            var arm = await connections.ForAsync(spec, cancellation).ConfigureAwait(false);
            var id = request.Step.ResourceId!;
            var read = await arm.GetAsync(id, request.OperationId, cancellation).ConfigureAwait(false);
            if (read.IsNotFound)
            {
                return Ready("nothing is left of it");
            }

            if (read.Error is not null)
            {
                return new ResourceOutcome { State = ResourceState.Failed, Error = read.Error, RetryAfterSeconds = read.RetryAfterSeconds };
            }

            return ProvisioningStates.IsDeleting(read.Resource!)
                ? new ResourceOutcome { State = ResourceState.InProgress, RetryAfterSeconds = read.RetryAfterSeconds ?? PollSeconds }
                : Ready(await DescribeAsync(arm, id, request.OperationId, cancellation).ConfigureAwait(false));
        }
        catch (OrchestratorException exception)
        {
            return new ResourceOutcome { State = ResourceState.Failed, Error = exception.Error, RetryAfterSeconds = exception.Error.RetryAfterSeconds };
        }
    }

    private static async Task<string> DescribeAsync(ArmConnection arm, string group, string operationId, CancellationToken cancellation)
    {
        var query = $"Resources | where resourceGroup =~ '{ResourceId.NameOf(group)}' | project id, name, type | order by id asc";
        var (rows, error) = await arm.QueryAsync(query, [ResourceId.SubscriptionOf(group)], operationId, cancellation).ConfigureAwait(false);
        if (error is not null)
        {
            throw new OrchestratorException(error);
        }

        var names = rows.Select(static row => $"{(string?)row["type"]} {(string?)row["name"]}").ToList();
        var more = names.Count > Named ? $" and {names.Count - Named} more" : "";
        return names.Count == 0 ? $"Azure left {ResourceId.NameOf(group)}, empty" : $"Azure left {ResourceId.NameOf(group)} with {string.Join(", ", names.Take(Named))}{more}";
    }

    private static ResourceOutcome Ready(string detail) => new() { State = ResourceState.Ready, Detail = detail };
}
