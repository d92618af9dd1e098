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

        if (hasTags || ResourceId.ParentOf(id) is not { } parentId)
        {
            return false;
        }

        var parent = await arm.GetAsync(parentId, operationId, cancellation).ConfigureAwait(false);
        return parent.Resource is { } read && parent.Error is null && ClusterTags.AreOwned(spec, read);
    }

    public static OrchestratorError NotOurs(string id) =>
        ErrorCatalog.NotOurs.With($"{ResourceId.TypeOf(id)} {ResourceId.NameOf(id)} exists in resource group {ResourceId.ResourceGroupOf(id)} and was not made for this cluster.", id);
}
