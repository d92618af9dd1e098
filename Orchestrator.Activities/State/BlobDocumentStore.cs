using System.Net;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Orchestrator.Activities.State;

/// <summary>Documents as blobs of one container; the blob service's ETags are the versions. The container is made at the first write.</summary>
/// <param name="pageSize">Keys in one answer of a listing; null: as many as the service gives (5000). Listings have them all in any case.</param>
public sealed class BlobDocumentStore(BlobContainerClient container, int? pageSize = null) : IDocumentStore
{
    public async Task<StoredDocument?> ReadAsync(string key, CancellationToken cancellation)
    {
        try
        {
            var blob = await container.GetBlobClient(key).DownloadContentAsync(cancellation).ConfigureAwait(false);
            return new StoredDocument(key, blob.Value.Content.ToArray(), blob.Value.Details.ETag.ToString());
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public async Task<string?> TryWriteAsync(string key, ReadOnlyMemory<byte> content, string? expectedETag, CancellationToken cancellation)
    {
        var condition = expectedETag is null
            ? new BlobRequestConditions { IfNoneMatch = ETag.All }
            : new BlobRequestConditions { IfMatch = new ETag(expectedETag) };
        try
        {
            return await UploadAsync(key, content, condition, cancellation).ConfigureAwait(false);
        }
        catch (RequestFailedException exception) when (IsUnmetCondition(exception))
        {
            return null;
        }
    }

    public Task WriteAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        UploadAsync(key, content, conditions: null, cancellation);

    public async Task<bool> TryDeleteAsync(string key, string? expectedETag, CancellationToken cancellation)
    {
        var condition = expectedETag is null ? null : new BlobRequestConditions { IfMatch = new ETag(expectedETag) };
        try
        {
            await container.GetBlobClient(key)
                .DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, condition, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            return expectedETag is null;
        }
        catch (RequestFailedException exception) when (IsUnmetCondition(exception))
        {
            return false;
        }
    }

    public async Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation)
    {
        var keys = new List<string>();
        try
        {
            var pages = container.GetBlobsAsync(prefix: prefix, cancellationToken: cancellation).AsPages(pageSizeHint: pageSize);
            await foreach (var page in pages.ConfigureAwait(false))
            {
                keys.AddRange(page.Values.Select(static blob => blob.Name));
            }
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            return [];
        }

        keys.Sort(StringComparer.Ordinal);
        return keys;
    }

    /// <summary>By code: a lease or a container on its way out answers 409 or 412 too, and says nothing about other writers.</summary>
    private static bool IsUnmetCondition(RequestFailedException exception) =>
        exception.ErrorCode == BlobErrorCode.ConditionNotMet || exception.ErrorCode == BlobErrorCode.BlobAlreadyExists;

    private async Task<string> UploadAsync(
        string key, ReadOnlyMemory<byte> content, BlobRequestConditions? conditions, CancellationToken cancellation)
    {
        var options = new BlobUploadOptions { Conditions = conditions };
        try
        {
            return await UploadAsync(key, content, options, cancellation).ConfigureAwait(false);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellation).ConfigureAwait(false);
            return await UploadAsync(key, content, options, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<string> UploadAsync(string key, ReadOnlyMemory<byte> content, BlobUploadOptions options, CancellationToken cancellation)
    {
        var answer = await container.GetBlobClient(key).UploadAsync(BinaryData.FromBytes(content), options, cancellation).ConfigureAwait(false);
        return answer.Value.ETag.ToString();
    }
}
