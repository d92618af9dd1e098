using Orchestrator.Activities.State;

namespace Orchestrator.Activities.Tests.State;

/// <summary>Counts what passes to another store.</summary>
internal sealed class CountingStore(IDocumentStore inner) : IDocumentStore
{
    public int Reads { get; private set; }

    public int Writes { get; private set; }

    public Task<StoredDocument?> ReadAsync(string key, CancellationToken cancellation)
    {
        Reads++;
        return inner.ReadAsync(key, cancellation);
    }

    public Task<string?> TryWriteAsync(string key, ReadOnlyMemory<byte> content, string? expectedETag, CancellationToken cancellation)
    {
        Writes++;
        return inner.TryWriteAsync(key, content, expectedETag, cancellation);
    }

    public Task WriteAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        Writes++;
        return inner.WriteAsync(key, content, cancellation);
    }

    public Task<bool> TryDeleteAsync(string key, string? expectedETag, CancellationToken cancellation)
    {
        Writes++;
        return inner.TryDeleteAsync(key, expectedETag, cancellation);
    }

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation)
    {
        Reads++;
        return inner.ListAsync(prefix, cancellation);
    }
}
