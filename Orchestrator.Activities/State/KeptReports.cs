using System.Text.Json;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Activities.State;

/// <summary>What deletions have found and left where it is, by operation and step; a report outlives its cluster.</summary>
public sealed class KeptReports(IDocumentStore documents)
{
    private const string Kept = "kept";

    /// <summary>All that an operation has reported; null: nothing.</summary>
    public async Task<IReadOnlyList<KeptResource>?> FindAsync(ClusterKey cluster, string operationId, CancellationToken cancellation)
    {
        var all = new SortedDictionary<string, KeptResource>(StringComparer.OrdinalIgnoreCase);
        foreach (var key in await documents.ListAsync($"{DocumentKey.Of(Kept, cluster.Namespace, cluster.Name, operationId)}/", cancellation).ConfigureAwait(false))
        {
            var stored = await documents.ReadAsync(key, cancellation).ConfigureAwait(false);
            foreach (var resource in stored is null ? [] : JsonSerializer.Deserialize<IReadOnlyList<KeptResource>>(stored.Content, ContractJson.Options)!)
            {
                all[resource.ResourceId] = resource;
            }
        }

        return all.Count == 0 ? null : [.. all.Values];
    }

    /// <summary>Each step's report stands for itself: steps end side by side.</summary>
    public Task SaveAsync(ClusterKey cluster, string operationId, string step, IReadOnlyList<KeptResource> resources, CancellationToken cancellation) => documents.WriteAsync(
        DocumentKey.Of(Kept, cluster.Namespace, cluster.Name, operationId, step), JsonSerializer.SerializeToUtf8Bytes(resources, ContractJson.Indented), cancellation);
}
