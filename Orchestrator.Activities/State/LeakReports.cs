using System.Text.Json;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Activities.State;

/// <summary>What forced deletions have left, by operation; a report outlives its cluster.</summary>
public sealed class LeakReports(IDocumentStore documents)
{
    private const string Leaks = "leaks";

    public async Task<LeakReport?> FindAsync(ClusterKey cluster, string operationId, CancellationToken cancellation) =>
        await documents.ReadAsync(KeyOf(cluster, operationId), cancellation).ConfigureAwait(false) is { } stored
            ? JsonSerializer.Deserialize<LeakReport>(stored.Content, ContractJson.Options)
            : null;

    public Task SaveAsync(ClusterKey cluster, string operationId, LeakReport report, CancellationToken cancellation) =>
        documents.WriteAsync(KeyOf(cluster, operationId), JsonSerializer.SerializeToUtf8Bytes(report, ContractJson.Indented), cancellation);

    private static string KeyOf(ClusterKey cluster, string operationId) => DocumentKey.Of(Leaks, cluster.Namespace, cluster.Name, operationId);
}
