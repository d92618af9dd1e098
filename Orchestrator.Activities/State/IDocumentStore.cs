namespace Orchestrator.Activities.State;

/// <summary>
/// Keys to bytes, durable once a call returns. Keys are segments joined by '/', made with <see cref="DocumentKey"/>.
/// Conditional writes are safe between threads and between processes: of two writers with the same condition, one wins.
/// </summary>
public interface IDocumentStore
{
    Task<StoredDocument?> ReadAsync(string key, CancellationToken cancellation);

    /// <summary>Writes if the document's version is <paramref name="expectedETag"/> (null: if there is none). The new version, or null when the condition does not hold.</summary>
    Task<string?> TryWriteAsync(string key, ReadOnlyMemory<byte> content, string? expectedETag, CancellationToken cancellation);

    /// <summary>Writes whatever is there.</summary>
    Task WriteAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    /// <summary>Removes it if its version is <paramref name="expectedETag"/> (null: any version). False when the condition does not hold; true when it is gone.</summary>
    Task<bool> TryDeleteAsync(string key, string? expectedETag, CancellationToken cancellation);

    /// <summary>Keys that start with <paramref name="prefix"/>, which ends with '/', in ordinal order.</summary>
    Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation);
}
