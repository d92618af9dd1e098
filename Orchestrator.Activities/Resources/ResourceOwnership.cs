using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Resources;

/// <summary>Whose a resource is: ours by its tag, or because we recorded its id before we made it, or, for a child without tags, with its parent.</summary>
public sealed class ResourceOwnership(IResourceIndex index)
{
    public async Task<bool> IsOursAsync(
        ClusterSpec spec, string id, JsonObject resource, bool hasTags, ArmConnection arm, string operationId, CancellationToken cancellation)
    {
        if ((hasTags && ClusterTags.AreOwned(spec, resource)) || await index.ContainsAsync(spec.Key, id, cancellation).ConfigureAwait(false))
        {
            return true;
        }

        foreach (var holder in hasTags ? [] : Holders(id, resource))
        {
            var read = await arm.GetAsync(holder, operationId, cancellation).ConfigureAwait(false);
            if (read.Error is { Retry: RetryClass.Transient })
            {
                // Not knowing whose it is does not make it somebody else's.
                throw new OrchestratorException(read.Error);
            }

            if (read is { Error: null, Resource: { } found } && ClusterTags.AreOwned(spec, found))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The resources with which one without tags is ours: its parent; for a peering also the network to which it leads, as the remote side leads to ours.</summary>
    public static IEnumerable<string> Holders(string id, JsonObject? resource) =>
        new[] { ResourceId.ParentOf(id), (string?)resource?["properties"]?["remoteVirtualNetwork"]?["id"] }.OfType<string>();

    public static OrchestratorError NotOurs(string id) =>
        ErrorCatalog.NotOurs.With($"{ResourceId.TypeOf(id)} {ResourceId.NameOf(id)} exists in resource group {ResourceId.ResourceGroupOf(id)} and was not made for this cluster.", id);
}
