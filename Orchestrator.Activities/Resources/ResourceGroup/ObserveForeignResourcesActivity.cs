using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Graphs;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Activities.Resources.ResourceGroup;

/// <summary>
/// Gives up a resource group that was made for the cluster and by now holds what others need: once nothing of the cluster is in it any more, it loses the tags that say whose it is,
/// and the operation tells what is in it. The others' resources are not touched.
/// </summary>
public sealed class ObserveForeignResourcesActivity(IArmConnections connections, IClusterStore clusters, IResourceIndex index, GroupContentsReader contents, KeptReports reports)
{
    private const int Named = 10;

    [Function("ObserveForeignResources")]
    public async Task<ResourceOutcome> RunAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation)
    {
        try
        {
            var spec = await clusters.GetSpecAsync(request.Cluster, request.Generation, cancellation).ConfigureAwait(false);
            var arm = await connections.ForAsync(spec, cancellation).ConfigureAwait(false);
            var read = await arm.GetAsync(request.Step.ResourceId!, request.OperationId, cancellation).ConfigureAwait(false);
            return read.Error is not null && !read.IsNotFound ? Failed(read.Error)
                : read.IsNotFound ? Ready("it is gone")
                : await GiveUpAsync(request, spec, arm, read.Resource!, cancellation).ConfigureAwait(false);
        }
        catch (OrchestratorException exception)
        {
            return Failed(exception.Error);
        }
    }

    private async Task<ResourceOutcome> GiveUpAsync(ResourceRequest request, ClusterSpec spec, ArmConnection arm, JsonObject group, CancellationToken cancellation)
    {
        var id = request.Step.ResourceId!;
        var recorded = (await index.ListAsync(spec.Key, cancellation).ConfigureAwait(false)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var inside = await contents.ReadAsync(spec, [id], recorded, arm, request.OperationId, cancellation).ConfigureAwait(false);
        if (await FirstOfOursAsync([.. inside.Ours, .. inside.OfWorkloads], arm, request.OperationId, cancellation).ConfigureAwait(false) is { } left)
        {
            return Failed(ErrorCatalog.ResourcesLeft.With($"{left} is still there, so {ResourceId.NameOf(id)} is not given up.", left));
        }

        // Of a type that we do not know, so it could not be deleted by itself.
        var unknown = inside.OfWorkloads.Where(static id => !ArmTypes.All.Contains(ResourceId.TypeOf(id))).Select(static id => new KeptResource(id, "a service of the cluster made it; nobody deletes it by itself"));
        var told = await ToldAsync(request, cancellation).ConfigureAwait(false);
        List<KeptResource> kept = [.. inside.Foreign.Select(resource => told.GetValueOrDefault(resource.ResourceId, resource)), .. unknown];
        await reports.SaveAsync(request.Cluster, request.OperationId, request.Step.Key, kept, cancellation).ConfigureAwait(false);
        if (group["tags"] is JsonObject tags && (tags.Remove(ClusterTags.Ownership(spec)) | tags.Remove(ClusterTags.Role)))
        {
            var put = await arm.PutAsync(id, new JsonObject { ["location"] = group["location"]?.DeepClone(), ["tags"] = tags.DeepClone() }, etag: null, request.OperationId, cancellation).ConfigureAwait(false);
            if (put.Error is not null)
            {
                return Failed(put.Error);
            }
        }

        await index.RemoveAsync(spec.Key, id, cancellation).ConfigureAwait(false);
        var names = kept.Take(Named).Select(static f => $"{ResourceId.TypeOf(f.ResourceId)} {ResourceId.NameOf(f.ResourceId)}");
        var more = kept.Count > Named ? $" and {kept.Count - Named} more" : "";
        return Ready(kept.Count == 0 ? "kept, empty by now: it is yours to delete" : $"kept, with what is not the cluster's: {string.Join(", ", names)}{more}");
    }

    /// <summary>What the plan says of each: while the cluster lived, it could be asked about its volumes.</summary>
    private async Task<Dictionary<string, KeptResource>> ToldAsync(ResourceRequest request, CancellationToken cancellation)
    {
        var plan = await clusters.GetPlanAsync(request.Cluster, request.OperationId, cancellation).ConfigureAwait(false);
        return (plan?.Nodes ?? []).SelectMany(static node => node.Foreign ?? []).ToDictionary(static resource => resource.ResourceId, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>A list may show for a moment what is gone.</summary>
    private static async Task<string?> FirstOfOursAsync(IReadOnlyList<string> ids, ArmConnection arm, string operationId, CancellationToken cancellation)
    {
        foreach (var id in ids.Where(id => ArmTypes.All.Contains(ResourceId.TypeOf(id))))
        {
            if (!(await arm.GetAsync(id, operationId, cancellation).ConfigureAwait(false)).IsNotFound)
            {
                return id;
            }
        }

        return null;
    }

    private static ResourceOutcome Ready(string detail) => new() { State = ResourceState.Ready, Detail = detail };

    private static ResourceOutcome Failed(OrchestratorError error) => new() { State = ResourceState.Failed, Error = error, RetryAfterSeconds = error.RetryAfterSeconds };
}
