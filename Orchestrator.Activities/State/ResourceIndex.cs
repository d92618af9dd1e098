using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.State;

/// <summary>Two entries for each id: by id, to find the cluster, and by cluster, to find the ids; and the URL of its last operation.</summary>
public sealed class ResourceIndex(IDocumentStore documents) : IResourceIndex
{
    private const string ById = "index-by-id";
    private const string ByCluster = "index-by-cluster";
    private const string Operations = "index-operations";

    public async Task<ClusterKey?> FindAsync(string resourceId, CancellationToken cancellation)
    {
        foreach (var id in SelfAndParents(resourceId))
        {
            if (await ReadAsync(IdKey(id), cancellation).ConfigureAwait(false) is { } entry)
            {
                return entry.Cluster;
            }
        }

        return null;
    }

    public async Task<bool> ContainsAsync(ClusterKey key, string resourceId, CancellationToken cancellation) =>
        await ReadAsync(IdKey(resourceId), cancellation).ConfigureAwait(false) is { } entry && entry.Cluster == key;

    public async Task RecordAsync(ClusterKey key, string resourceId, CancellationToken cancellation)
    {
        if (await ContainsAsync(key, resourceId, cancellation).ConfigureAwait(false))
        {
            return;
        }

        // By id last: it is the entry that says that both are there.
        var entry = JsonSerializer.SerializeToUtf8Bytes(new IndexedResource(key, resourceId), ContractJson.Options);
        await documents.WriteAsync(ClusterEntryKey(key, resourceId), entry, cancellation).ConfigureAwait(false);
        await documents.WriteAsync(IdKey(resourceId), entry, cancellation).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<string>> ListAsync(ClusterKey key, CancellationToken cancellation)
    {
        var ids = new List<string>();
        foreach (var entryKey in await documents.ListAsync(ClusterPrefix(key), cancellation).ConfigureAwait(false))
        {
            if (await ReadAsync(entryKey, cancellation).ConfigureAwait(false) is { } entry)
            {
                ids.Add(entry.ResourceId);
            }
        }

        ids.Sort(StringComparer.OrdinalIgnoreCase);
        return ids;
    }

    public Task SetOperationAsync(string resourceId, string operation, CancellationToken cancellation) =>
        documents.WriteAsync(OperationKey(resourceId), Encoding.UTF8.GetBytes(operation), cancellation);

    public async Task<string?> FindOperationAsync(string resourceId, CancellationToken cancellation) =>
        await documents.ReadAsync(OperationKey(resourceId), cancellation).ConfigureAwait(false) is { } stored ? Encoding.UTF8.GetString(stored.Content) : null;

    public async Task RemoveAsync(ClusterKey key, string resourceId, CancellationToken cancellation)
    {
        if (await ContainsAsync(key, resourceId, cancellation).ConfigureAwait(false))
        {
            await documents.TryDeleteAsync(IdKey(resourceId), expectedETag: null, cancellation).ConfigureAwait(false);
        }

        await documents.TryDeleteAsync(OperationKey(resourceId), expectedETag: null, cancellation).ConfigureAwait(false);
        await documents.TryDeleteAsync(ClusterEntryKey(key, resourceId), expectedETag: null, cancellation).ConfigureAwait(false);
    }

    public async Task RemoveAllAsync(ClusterKey key, CancellationToken cancellation)
    {
        foreach (var resourceId in await ListAsync(key, cancellation).ConfigureAwait(false))
        {
            await RemoveAsync(key, resourceId, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The id, then each resource that holds it, then its resource group.</summary>
    private static IEnumerable<string> SelfAndParents(string resourceId)
    {
        var segments = resourceId.Trim('/').Split('/');
        for (var length = segments.Length; length >= 4; length -= 2)
        {
            yield return "/" + string.Join('/', segments.Take(length));
        }
    }

    private static string IdKey(string resourceId) => DocumentKey.Of(ById, HashOf(resourceId));

    private static string OperationKey(string resourceId) => DocumentKey.Of(Operations, HashOf(resourceId));

    private static string ClusterEntryKey(ClusterKey key, string resourceId) => ClusterPrefix(key) + HashOf(resourceId);

    private static string ClusterPrefix(ClusterKey key) => DocumentKey.Of(ByCluster, key.Namespace, key.Name) + "/";

    private static string HashOf(string resourceId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(resourceId.TrimEnd('/').ToLowerInvariant())));

    private async Task<IndexedResource?> ReadAsync(string key, CancellationToken cancellation) =>
        await documents.ReadAsync(key, cancellation).ConfigureAwait(false) is { } stored
            ? JsonSerializer.Deserialize<IndexedResource>(stored.Content, ContractJson.Options)
            : null;
}
