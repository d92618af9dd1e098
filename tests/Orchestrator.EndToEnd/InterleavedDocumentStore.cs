using Orchestrator.Activities.State;
using Orchestrator.Determinism.Order;

namespace Orchestrator.EndToEnd;

/// <summary>Documents of a folder, where each access can be made to wait for its turn, so that the seed decides what comes between a read and the write that follows it.</summary>
internal sealed class InterleavedDocumentStore(FolderDocumentStore documents, WorkDispatcher dispatcher) : IDocumentStore, IDisposable
{
    /// <summary>Turns cost time: they are for requests that are to meet.</summary>
    public bool TakesTurns { get; set; }

    public async Task<StoredDocument?> ReadAsync(string key, CancellationToken cancellation)
    {
        await TurnAsync();
        return await documents.ReadAsync(key, cancellation);
    }

    public async Task<string?> TryWriteAsync(string key, ReadOnlyMemory<byte> content, string? expectedETag, CancellationToken cancellation)
    {
        await TurnAsync();
        return await documents.TryWriteAsync(key, content, expectedETag, cancellation);
    }

    public async Task WriteAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        await TurnAsync();
        await documents.WriteAsync(key, content, cancellation);
    }

    public async Task<bool> TryDeleteAsync(string key, string? expectedETag, CancellationToken cancellation)
    {
        await TurnAsync();
        return await documents.TryDeleteAsync(key, expectedETag, cancellation);
    }

    public async Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation)
    {
        await TurnAsync();
        return await documents.ListAsync(prefix, cancellation);
    }

    public void Dispose() => documents.Dispose();

    private Task TurnAsync()
    {
        if (!TakesTurns)
        {
            return Task.CompletedTask;
        }

        var turn = new TaskCompletionSource();
        dispatcher.Post(() =>
        {
            turn.SetResult();
            return Task.CompletedTask;
        });
        return turn.Task;
    }
}
