using System.Security.Cryptography;
using Orchestrator.Contracts.Errors;
using Orchestrator.Determinism.Chance;

namespace Orchestrator.Activities.State;

/// <summary>
/// Documents as files of one folder, readable by their owner alone. A write is a flushed temporary file and an atomic rename,
/// so a process that dies at any moment leaves the old document or the new one.
/// </summary>
public sealed class FolderDocumentStore : IDocumentStore, IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int LockAttempts = 20_000;

    private readonly string _root;
    private readonly string _lockFile;
    private readonly Randomness _randomness;
    private readonly SemaphoreSlim _writers = new(1, 1);

    public FolderDocumentStore(string folder, Randomness randomness)
    {
        _root = Path.GetFullPath(folder);
        _randomness = randomness;
        Directory.CreateDirectory(_root);
        _lockFile = Path.Combine(_root, ".lock");
    }

    public Task<StoredDocument?> ReadAsync(string key, CancellationToken cancellation) => Task.FromResult(Read(key));

    public async Task<string?> TryWriteAsync(string key, ReadOnlyMemory<byte> content, string? expectedETag, CancellationToken cancellation)
    {
        using var exclusive = await LockAsync(cancellation).ConfigureAwait(false);
        var current = Read(key);
        if (!string.Equals(current?.ETag, expectedETag, StringComparison.Ordinal))
        {
            return null;
        }

        Replace(key, content.Span);
        return ETagOf(content.Span);
    }

    public async Task WriteAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        using var exclusive = await LockAsync(cancellation).ConfigureAwait(false);
        Replace(key, content.Span);
    }

    public async Task<bool> TryDeleteAsync(string key, string? expectedETag, CancellationToken cancellation)
    {
        using var exclusive = await LockAsync(cancellation).ConfigureAwait(false);
        var current = Read(key);
        if (current is null)
        {
            return expectedETag is null;
        }

        if (expectedETag is not null && !string.Equals(current.ETag, expectedETag, StringComparison.Ordinal))
        {
            return false;
        }

        File.Delete(PathOf(key));
        return true;
    }

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation)
    {
        var folder = PathOf(prefix.TrimEnd('/'));
        IReadOnlyList<string> keys = !Directory.Exists(folder)
            ? []
            : [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(static file => !Path.GetFileName(file).StartsWith('.'))
                .Select(file => Path.GetRelativePath(_root, file).Replace(Path.DirectorySeparatorChar, '/'))
                .Order(StringComparer.Ordinal)];
        return Task.FromResult(keys);
    }

    public void Dispose() => _writers.Dispose();

    private static string ETagOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    // The asynchronous calls of files hop to the thread pool, on Linux always: two requests at one instant would race there, whatever the seed.
    private StoredDocument? Read(string key)
    {
        try
        {
            var content = File.ReadAllBytes(PathOf(key));
            return new StoredDocument(key, content, ETagOf(content));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private void Replace(string key, ReadOnlySpan<byte> content)
    {
        var path = PathOf(key);
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".{_randomness.NextString(16)}.tmp");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var stream = new FileStream(temporary, options))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>The semaphore keeps this process's threads apart, the open lock file other processes; the kernel releases it when its owner dies.</summary>
    private async Task<IDisposable> LockAsync(CancellationToken cancellation)
    {
        await _writers.WaitAsync(cancellation).ConfigureAwait(false);
        var spin = default(SpinWait);
        for (var attempt = 0; attempt < LockAttempts; attempt++)
        {
            try
            {
                return new Exclusive(_writers, new FileStream(_lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException)
            {
                spin.SpinOnce();
            }
            catch
            {
                _writers.Release();
                throw;
            }
        }

        _writers.Release();
        throw new OrchestratorException(ErrorCatalog.StateConflict.With("Another process keeps the state folder locked.", _root));
    }

    private string PathOf(string key) => Path.Combine([_root, .. key.Split('/')]);

    private sealed class Exclusive(SemaphoreSlim writers, FileStream file) : IDisposable
    {
        public void Dispose()
        {
            file.Dispose();
            writers.Release();
        }
    }
}
