using Microsoft.Data.Sqlite;
using Orchestrator.Embedded.Storage.Journal;

namespace Orchestrator.Embedded.Storage;

/// <summary>
/// The engine's storage: commits go to a journal beside a SQLite database (one write and one flush each) and are moved into its tables later.
/// Or all in memory, for tests.
/// </summary>
public sealed class SqliteEngineStore : IEngineStore
{
    public const string InMemory = ":memory:";

    /// <summary>A journal file of this size is followed by the next: small enough to read in a moment after a crash.</summary>
    private const long LargestFile = 16_000_000;

    /// <summary>When a file is so many times as large and the one before it is still not in the tables, commits wait for that.</summary>
    private const int MostBehind = 4;

    private readonly string _path;
    private readonly long _largestFile;
    private readonly IDisposable? _lock;
    private readonly JournalFolder _folder;
    private readonly SqliteConnection _writing;
    private readonly SqliteConnection _reading;
    private readonly SqliteTables _tables;
    private readonly SqliteWriter _writer;
    private readonly JournalOverlay _journal = new();
    private readonly JournalWriter _frame = new();

    // Taken in this order. Readers wait neither for the flush of a commit nor for a checkpoint.
    private readonly Lock _checkpointGate = new();
    private readonly Lock _commitGate = new();
    private readonly Lock _readGate = new();
    private Exception? _failure;

    static SqliteEngineStore() => SQLitePCL.Batteries_V2.Init();

    private SqliteEngineStore(
        string path, IDisposable? fileLock, JournalFolder folder, long largestFile, SqliteConnection writing, SqliteConnection reading)
    {
        _path = path;
        _largestFile = largestFile;
        _lock = fileLock;
        _folder = folder;
        _writing = writing;
        _reading = reading;
        _tables = new SqliteTables(reading);
        _writer = new SqliteWriter(writing);
    }

    public bool IsCheckpointDue => Oldest is not null;

    private PendingChanges Newest
    {
        get { lock (_readGate) { return _journal.Newest; } }
    }

    private PendingChanges? Oldest
    {
        get { lock (_readGate) { return _journal.Oldest; } }
    }

    /// <summary>Opens or creates the database and its journal; keeps them locked against other processes until disposed.</summary>
    /// <exception cref="EngineStoreException">A file is damaged, foreign, of another format, in use, or cannot be written. It is not changed.</exception>
    public static SqliteEngineStore Open(string path) => path == InMemory
        ? Open(path, null, new MemoryJournalStorage())
        : Open(Path.GetFullPath(path), StoreLock.Take(Path.GetFullPath(path)), new DiskJournalStorage(Path.GetFullPath(path)));

    /// <summary>Opens a database whose journal is where a test can see what is done to it.</summary>
    internal static SqliteEngineStore Open(string path, IDisposable? fileLock, IJournalStorage journal, long largestFile = LargestFile)
    {
        SqliteConnection? writing = null;
        SqliteConnection? reading = null;
        SqliteEngineStore? store = null;
        try
        {
            writing = Connect(path);
            var folder = JournalFolder.Prepare(writing, path, journal);
            reading = path == InMemory ? writing : Connect(path);
            store = new SqliteEngineStore(path, fileLock, folder, largestFile, writing, reading);
            folder.Recover(store._journal, store.FindCore);
            return store;
        }
        catch (Exception failure)
        {
            store?.CloseFiles();
            reading?.Dispose();
            writing?.Dispose();
            fileLock?.Dispose();
            throw StoreFailure.Explain(path, failure);
        }
    }

    public OpenWorkSnapshot LoadOpenWork() => Read(() => _journal.Lay(_tables.OpenWork()));

    public InstanceRecord? Find(string instanceId) => Read(() => FindCore(instanceId));

    public InstanceHistory LoadHistory(string instanceId) => Read(() => _journal.History(instanceId, () => _tables.History(instanceId)));

    public IReadOnlyList<InstanceRecord> Query(InstanceFilter filter) =>
        Read(() => _journal.Query(filter, isWanted => _tables.Query(filter, isWanted)));

    public void Commit(IReadOnlyList<ChangeSet> changes)
    {
        if (Newest.Segment.End > MostBehind * _largestFile)
        {
            Checkpoint();
        }

        lock (_commitGate)
        {
            if (_failure is not null)
            {
                throw _failure;
            }

            try
            {
                CommitCore(changes);
            }
            catch (Exception failure)
            {
                // What is on disk now is known only when the journal is read again.
                _failure = StoreFailure.Explain(_path, failure);
                throw _failure;
            }
        }
    }

    public void Checkpoint()
    {
        lock (_checkpointGate)
        {
            try
            {
                while (Oldest is { } oldest)
                {
                    Fold(oldest);
                }
            }
            catch (Exception failure)
            {
                throw StoreFailure.Explain(_path, failure);
            }
        }
    }

    /// <summary>Begins a new file and checkpoints what is older: what a full file does, for tests.</summary>
    internal void CheckpointAll()
    {
        lock (_commitGate)
        {
            BeginFile();
        }

        Checkpoint();
    }

    public void Dispose()
    {
        lock (_checkpointGate)
        {
            lock (_commitGate)
            {
                lock (_readGate)
                {
                    _failure ??= new ObjectDisposedException(nameof(SqliteEngineStore));
                    CloseFiles();
                    _tables.Dispose();
                    _reading.Dispose();
                    _writer.Dispose();
                    _writing.Dispose();
                }
            }
        }

        _lock?.Dispose();
    }

    private void CommitCore(IReadOnlyList<ChangeSet> changes)
    {
        var newest = Newest;
        if (newest.Segment.End > _largestFile && !IsCheckpointDue)
        {
            newest = BeginFile();
        }

        var histories = newest.Append(changes, _frame);
        lock (_readGate)
        {
            newest.Apply(changes, histories);
        }
    }

    private PendingChanges BeginFile()
    {
        var next = new PendingChanges(_folder.Create(Newest.Segment.Number + 1));
        lock (_readGate)
        {
            _journal.Add(next);
            return next;
        }
    }

    private void Fold(PendingChanges oldest)
    {
        if (_reading == _writing)
        {
            lock (_readGate)
            {
                _writer.Fold(oldest);
            }
        }
        else
        {
            _writer.Fold(oldest);
        }

        lock (_readGate)
        {
            _journal.RemoveOldest();
            oldest.Dispose();
        }

        _folder.Delete(oldest.Segment.Number);
    }

    private InstanceRecord? FindCore(string instanceId) => _journal.TryFind(instanceId, out var record) ? record : _tables.Find(instanceId);

    private T Read<T>(Func<T> query)
    {
        lock (_readGate)
        {
            try
            {
                return query();
            }
            catch (Exception failure)
            {
                throw StoreFailure.Explain(_path, failure);
            }
        }
    }

    private void CloseFiles()
    {
        foreach (var file in _journal.Files)
        {
            file.Dispose();
        }
    }

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }
}
