using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Activities.Resources.ManagedCluster;

/// <summary>
/// After an AKS cluster is gone: whether Azure has deleted the group of its nodes with it, and if not, what lies in there; and what of that which the plan names as left elsewhere is still there.
/// It is reported, never deleted: somebody put it there, or a lock keeps it.
/// </summary>
public sealed class ObserveNodeResourceGroupActivity(IArmConnections connections, IClusterStore clusters, KeptReports reports)
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
            if (read.Error is not null && !read.IsNotFound)
            {
                return new ResourceOutcome { State = ResourceState.Failed, Error = read.Error, RetryAfterSeconds = read.RetryAfterSeconds };
            }

            if (!read.IsNotFound && ProvisioningStates.IsDeleting(read.Resource!))
            {
                return new ResourceOutcome { State = ResourceState.InProgress, RetryAfterSeconds = read.RetryAfterSeconds ?? PollSeconds };
            }

            var inside = read.IsNotFound ? [] : await InsideAsync(arm, id, request.OperationId, cancellation).ConfigureAwait(false);
            var elsewhere = await ElsewhereAsync(request, arm, cancellation).ConfigureAwait(false);
            List<KeptResource> left = [.. read.IsNotFound ? Array.Empty<KeptResource>() : [new KeptResource(id, "Azure has left the group of the cluster's nodes")], .. inside, .. elsewhere];
            await reports.SaveAsync(request.Cluster, request.OperationId, request.Step.Key, left, cancellation).ConfigureAwait(false);
            return new ResourceOutcome { State = ResourceState.Ready, Detail = Describe(id, read.IsNotFound, inside, elsewhere) };
        }
        catch (OrchestratorException exception)
        {
            return new ResourceOutcome { State = ResourceState.Failed, Error = exception.Error, RetryAfterSeconds = exception.Error.RetryAfterSeconds };
        }
    }

    private static async Task<IReadOnlyList<KeptResource>> InsideAsync(ArmConnection arm, string group, string operationId, CancellationToken cancellation)
    {
        var (items, error) = await arm.ListGroupAsync(group, operationId, cancellation).ConfigureAwait(false);
        return error is null
            ? [.. items.Select(static item => (string)item["id"]!).Order(StringComparer.OrdinalIgnoreCase).Select(static id => new KeptResource(id, "Azure has left it in the group of the cluster's nodes"))]
            : throw new OrchestratorException(error);
    }

    /// <summary>What the plan saw is confirmed; of types that we do not know it is told as it was seen.</summary>
    private async Task<IReadOnlyList<KeptResource>> ElsewhereAsync(ResourceRequest request, ArmConnection arm, CancellationToken cancellation)
    {
        var plan = await clusters.GetPlanAsync(request.Cluster, request.OperationId, cancellation).ConfigureAwait(false);
        var left = new List<KeptResource>();
        foreach (var seen in plan?.Nodes.FirstOrDefault(node => node.Step.Key == request.Step.Key)?.Foreign ?? [])
        {
            if (!ArmTypes.All.Contains(ResourceId.TypeOf(seen.ResourceId)) || !(await arm.GetAsync(seen.ResourceId, request.OperationId, cancellation).ConfigureAwait(false)).IsNotFound)
            {
                left.Add(seen);
            }
        }

        return left;
    }

    private static string Describe(string group, bool isGone, IReadOnlyList<KeptResource> inside, IReadOnlyList<KeptResource> elsewhere)
    {
        string[] parts =
        [
            .. isGone ? Array.Empty<string>() : [inside.Count == 0 ? $"Azure left {ResourceId.NameOf(group)}, empty" : $"Azure left {ResourceId.NameOf(group)} with {Names(inside)}"],
            .. elsewhere.Count == 0 ? Array.Empty<string>() : [$"{(isGone ? "Azure left " : "")}{Names(elsewhere)}"],
        ];
        return parts.Length == 0 ? "nothing is left of it" : string.Join("; and ", parts);
    }

    private static string Names(IReadOnlyList<KeptResource> resources) =>
        string.Join(", ", resources.Take(Named).Select(static r => $"{ResourceId.TypeOf(r.ResourceId)} {ResourceId.NameOf(r.ResourceId)}")) + (resources.Count > Named ? $" and {resources.Count - Named} more" : "");
}
