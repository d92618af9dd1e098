using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Graphs;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.ResourceGroup;

/// <summary>A resource group. A DELETE of it takes along all that is in it, whosever it is, so it is sent only while nothing of others is in it, or where the user wants that.</summary>
public sealed class ResourceGroupDefinition(GroupContentsReader contents, IClusterStore clusters, IResourceIndex index) : ResourceDefinition
{
    public override string Kind => StepKinds.ResourceGroup;

    public override string Type => ArmTypes.ResourceGroup;

    public override JsonObject Render(ResourceContext context) => new()
    {
        ["location"] = context.Spec.Location,
        ["tags"] = ClusterTags.Of(context.Spec, context.Step.Name, ClusterTags.CommonRole),
    };

    public override async Task<OrchestratorError?> KeepsAsync(ClusterSpec spec, string id, string operationId, ArmConnection arm, CancellationToken cancellation)
    {
        if (spec.Operations is { DeleteForeign: true } || await clusters.FindAsync(spec.Key, cancellation).ConfigureAwait(false) is { DeleteForeign: true })
        {
            return null;
        }

        var recorded = (await index.ListAsync(spec.Key, cancellation).ConfigureAwait(false)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var inside = await contents.ReadAsync(spec, [id], recorded, arm, operationId, cancellation).ConfigureAwait(false);
        return inside.Foreign.Count == 0 ? null : ErrorCatalog.ForeignResources.With(
            $"{ResourceId.NameOf(id)} holds {inside.Foreign.Count} resource(s) that are not the cluster's: {string.Join(", ", inside.Foreign.Take(5).Select(static f => f.ResourceId))}.", id);
    }
}
