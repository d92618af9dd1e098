using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.State;

/// <summary>Two entries for each id: in its family, to find cluster and operation, and by cluster, to find the ids; and the URL of its last operation.</summary>
public sealed class ResourceIndex(IDocumentStore documents) : IResourceIndex
{
    private const int Attempts = 50;
    private const string Families = "index-by-id";
    private const string ByCluster = "index-by-cluster";
    private const string Operations = "index-operations";

    public async Task<IndexedResource?> FindAsync(string resourceId, CancellationToken cancellation)
    {
        var (family, _) = await ReadFamilyAsync(resourceId, cancellation).ConfigureAwait(false);
        return family.FindNearest(resourceId);
    }

    public async Task<bool> ContainsAsync(ClusterKey key, string resourceId, CancellationToken cancellation) =>
        await documents.ReadAsync(ClusterEntryKey(key, resourceId), cancellation).ConfigureAwait(false) is not null;

    public async Task RecordAsync(ClusterKey key, string resourceId, string? operationId, CancellationToken cancellation)
    {
        var isListed = false;
        await ChangeFamilyAsync(
            resourceId,
            async family =>
            {
                var known = family.Find(resourceId) is { } entry && entry.Cluster == key ? entry : null;
                if (known is not null && (operationId is null || operationId == known.OperationId))
                {
                    return null;
                }

                // In the family last: it is the entry that says that both are there.
                var recorded = new IndexedResource(key, resourceId, operationId ?? known?.OperationId);
                if (known is null && !isListed)
                {
                    await documents.WriteAsync(ClusterEntryKey(key, resourceId), Write(recorded with { OperationId = null }), cancellation).ConfigureAwait(false);
                    isListed = true;
                }

                return family.With(recorded);
            },
            cancellation).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<string>> ListAsync(ClusterKey key, CancellationToken cancellation)
    {
        var ids = new List<string>();
        foreach (var entryKey in await documents.ListAsync(ClusterPrefix(key), cancellation).ConfigureAwait(false))
        {
            if (await documents.ReadAsync(entryKey, cancellation).ConfigureAwait(false) is { } stored)
            {
                ids.Add(Read<IndexedResource>(stored).ResourceId);
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
        await ChangeFamilyAsync(
            resourceId,
            family => Task.FromResult(family.Find(resourceId)?.Cluster == key ? family.Without(resourceId) : null),
            cancellation).ConfigureAwait(false);
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

    /// <summary>Null wants nothing changed. Writers of one family take turns by its ETag.</summary>
    private async Task ChangeFamilyAsync(string resourceId, Func<ResourceFamily, Task<ResourceFamily?>> change, CancellationToken cancellation)
    {
        var key = FamilyKey(resourceId);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var (family, etag) = await ReadFamilyAsync(resourceId, cancellation).ConfigureAwait(false);
            if (await change(family).ConfigureAwait(false) is not { } changed)
            {
                return;
            }

            var isDone = changed.Entries.Count == 0
                ? await documents.TryDeleteAsync(key, etag, cancellation).ConfigureAwait(false)
                : await documents.TryWriteAsync(key, Write(changed), etag, cancellation).ConfigureAwait(false) is not null;
            if (isDone)
            {
                return;
            }
        }

        throw new OrchestratorException(ErrorCatalog.StateConflict.With("The index of the resource is changed by others all the time.", resourceId));
    }

    private async Task<(ResourceFamily Family, string? ETag)> ReadFamilyAsync(string resourceId, CancellationToken cancellation) =>
        await documents.ReadAsync(FamilyKey(resourceId), cancellation).ConfigureAwait(false) is { } stored
            ? (Read<ResourceFamily>(stored), stored.ETag)
            : (new ResourceFamily(), null);

    private static string FamilyKey(string resourceId) => DocumentKey.Of(Families, HashOf(ResourceFamily.TopOf(resourceId)));

    private static string OperationKey(string resourceId) => DocumentKey.Of(Operations, HashOf(resourceId));

    private static string ClusterEntryKey(ClusterKey key, string resourceId) => ClusterPrefix(key) + HashOf(resourceId);

    private static string ClusterPrefix(ClusterKey key) => DocumentKey.Of(ByCluster, key.Namespace, key.Name) + "/";

    private static string HashOf(string resourceId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(resourceId.TrimEnd('/').ToLowerInvariant())));

    private static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, ContractJson.Options);

    private static T Read<T>(StoredDocument stored) =>
        JsonSerializer.Deserialize<T>(stored.Content, ContractJson.Options) ?? throw new InvalidDataException($"The document {stored.Key} is empty.");
}
