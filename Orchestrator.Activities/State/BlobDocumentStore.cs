using System.Net;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Orchestrator.Activities.State;

/// <summary>Documents as blobs of one container; the blob service's ETags are the versions. The container is made at the first write.</summary>
public sealed class BlobDocumentStore(BlobContainerClient container) : IDocumentStore
{
    private bool _containerExists;

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
            var blobs = container.GetBlobsAsync(prefix: prefix, cancellationToken: cancellation);
            await foreach (var blob in blobs.ConfigureAwait(false))
            {
                keys.Add(blob.Name);
            }
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            return [];
        }

        keys.Sort(StringComparer.Ordinal);
        return keys;
    }

    private static bool IsUnmetCondition(RequestFailedException exception) =>
        exception.Status is (int)HttpStatusCode.PreconditionFailed or (int)HttpStatusCode.Conflict;

    private async Task<string> UploadAsync(
        string key, ReadOnlyMemory<byte> content, BlobRequestConditions? conditions, CancellationToken cancellation)
    {
        if (!_containerExists)
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellation).ConfigureAwait(false);
            _containerExists = true;
        }

        var answer = await container.GetBlobClient(key)
            .UploadAsync(BinaryData.FromBytes(content), new BlobUploadOptions { Conditions = conditions }, cancellation).ConfigureAwait(false);
        return answer.Value.ETag.ToString();
    }
}
