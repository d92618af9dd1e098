using System.Collections.Concurrent;
using Orchestrator.Determinism.Chance;

namespace Orchestrator.Embedded.Hosting.Queues;

/// <summary>The queues of an app without a storage account: durable in <c>queues.db</c> of the data folder, seen by this host alone.</summary>
internal sealed class InProcessQueues(string dataFolder, QueueSettings settings, TimeProvider time, Randomness randomness) : IDisposable
{
    private readonly ConcurrentDictionary<string, InProcessQueue> _queues = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private QueueDatabase? _database;

    /// <exception cref="EmbeddedHostException">The queues' file cannot be used.</exception>
    public InProcessQueue Open(string name) => _queues.GetOrAdd(name, key => new InProcessQueue(key, Database(), settings, time, randomness));

    public void Dispose() => _database?.Dispose();

    private QueueDatabase Database()
    {
        lock (_gate)
        {
            return _database ??= Recover(QueueDatabase.Open(Path.Combine(dataFolder, "queues.db")));
        }
    }

    /// <summary>Whoever held messages died with the last host: they need not wait for their leases to end.</summary>
    private QueueDatabase Recover(QueueDatabase database)
    {
        database.Run("UPDATE messages SET is_leased = 0, visible_at = $now WHERE is_leased = 1", ("$now", time.GetUtcNow().UtcTicks));
        return database;
    }
}
