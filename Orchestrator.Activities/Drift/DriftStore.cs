using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orchestrator.Activities.State;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Drift;

namespace Orchestrator.Activities.Drift;

/// <summary>The newest report of each cluster and the one before it, what was repaired, and who wrote to its resources.</summary>
public sealed class DriftStore(IDocumentStore documents)
{
    private const string Folder = "drift";
    private const string Latest = "latest";
    private const string Before = "previous";
    private const string Repaired = "repairs";
    private const string Writers = "writers";

    public Task<DriftReport?> FindReportAsync(ClusterKey cluster, CancellationToken cancellation) => ReadAsync<DriftReport>(KeyOf(cluster, Latest), cancellation);

    public Task<DriftReport?> FindPreviousAsync(ClusterKey cluster, CancellationToken cancellation) => ReadAsync<DriftReport>(KeyOf(cluster, Before), cancellation);

    /// <summary>The newest report becomes the one before.</summary>
    public async Task AddReportAsync(DriftReport report, CancellationToken cancellation)
    {
        if (await FindReportAsync(report.Cluster, cancellation).ConfigureAwait(false) is { } before)
        {
            await WriteAsync(KeyOf(report.Cluster, Before), before, cancellation).ConfigureAwait(false);
        }

        await UpdateReportAsync(report, cancellation).ConfigureAwait(false);
    }

    /// <summary>The newest report is known better.</summary>
    public Task UpdateReportAsync(DriftReport report, CancellationToken cancellation) => WriteAsync(KeyOf(report.Cluster, Latest), report, cancellation);

    public async Task<DriftRepairs> GetRepairsAsync(ClusterKey cluster, CancellationToken cancellation) =>
        await ReadAsync<DriftRepairs>(KeyOf(cluster, Repaired), cancellation).ConfigureAwait(false) ?? new DriftRepairs();

    public Task SaveRepairsAsync(ClusterKey cluster, DriftRepairs repairs, CancellationToken cancellation) => WriteAsync(KeyOf(cluster, Repaired), repairs, cancellation);

    public Task<ResourceWriter?> FindWriterAsync(ClusterKey cluster, string resourceId, CancellationToken cancellation) =>
        ReadAsync<ResourceWriter>(WriterKey(cluster, resourceId), cancellation);

    /// <summary>Keeps it unless a newer one is known: events come in any order.</summary>
    public async Task SaveWriterAsync(ClusterKey cluster, string resourceId, ResourceWriter writer, CancellationToken cancellation)
    {
        if (await FindWriterAsync(cluster, resourceId, cancellation).ConfigureAwait(false) is not { } known || known.Time <= writer.Time)
        {
            await WriteAsync(WriterKey(cluster, resourceId), writer, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Forgets a cluster that is gone.</summary>
    public async Task RemoveAllAsync(ClusterKey cluster, CancellationToken cancellation)
    {
        foreach (var key in await documents.ListAsync(DocumentKey.Of(Folder, cluster.Namespace, cluster.Name) + "/", cancellation).ConfigureAwait(false))
        {
            await documents.TryDeleteAsync(key, expectedETag: null, cancellation).ConfigureAwait(false);
        }
    }

    private static string KeyOf(ClusterKey cluster, string name) => DocumentKey.Of(Folder, cluster.Namespace, cluster.Name, name);

    private static string WriterKey(ClusterKey cluster, string resourceId) => DocumentKey.Of(
        Folder, cluster.Namespace, cluster.Name, Writers, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(resourceId.TrimEnd('/').ToLowerInvariant()))));

    private Task WriteAsync<T>(string key, T value, CancellationToken cancellation) =>
        documents.WriteAsync(key, JsonSerializer.SerializeToUtf8Bytes(value, ContractJson.Indented), cancellation);

    private async Task<T?> ReadAsync<T>(string key, CancellationToken cancellation)
        where T : class => await documents.ReadAsync(key, cancellation).ConfigureAwait(false) is { } stored
            ? JsonSerializer.Deserialize<T>(stored.Content, ContractJson.Options)
            : null;
}
