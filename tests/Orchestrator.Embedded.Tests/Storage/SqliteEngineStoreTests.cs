using System.Text;
using Microsoft.Data.Sqlite;
using Orchestrator.Embedded.Engine.History;
using Orchestrator.Embedded.Storage;
using Orchestrator.Embedded.Storage.Journal;

namespace Orchestrator.Embedded.Tests.Storage;

public sealed class SqliteEngineStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("store-").FullName;

    private string File => Path.Combine(_folder, "engine.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void SecondOpen_OfOneFile_IsRefusedUntilTheFirstIsClosed()
    {
        using (SqliteEngineStore.Open(File))
        {
            var refused = Assert.Throws<EngineStoreException>(() => SqliteEngineStore.Open(File));
            Assert.Contains(File, refused.Message, StringComparison.Ordinal);
            Assert.Contains("Another process", refused.Message, StringComparison.Ordinal);
        }

        SqliteEngineStore.Open(File).Dispose();
    }

    [Fact]
    public void DamagedFile_IsNamedAndLeftAsItIs()
    {
        var damaged = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("this is no database ", 1000)));
        System.IO.File.WriteAllBytes(File, damaged);

        var refused = Assert.Throws<EngineStoreException>(() => SqliteEngineStore.Open(File));

        Assert.Contains($"'{File}' is damaged", refused.Message, StringComparison.Ordinal);
        Assert.Equal(damaged, System.IO.File.ReadAllBytes(File));
    }

    [Theory]
    [InlineData("CREATE TABLE other(x)", "not the engine's")]
    [InlineData("CREATE TABLE other(x); PRAGMA application_id=1330791237; PRAGMA user_version=99", "has format 99")]
    public void ForeignOrNewerFile_IsRefusedUntouched(string sql, string reason)
    {
        SQLitePCL.Batteries_V2.Init();
        using (var connection = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }

        var before = System.IO.File.ReadAllBytes(File);
        var refused = Assert.Throws<EngineStoreException>(() => SqliteEngineStore.Open(File));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void Commit_SurvivesReopening_WithEveryField()
    {
        var record = new InstanceRecord
        {
            InstanceId = "i",
            ExecutionId = "e",
            Name = "N",
            Version = "1",
            Status = Microsoft.DurableTask.Client.OrchestrationRuntimeStatus.Failed,
            CreatedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(7),
            LastUpdatedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 6, TimeSpan.Zero),
            CompletedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 7, TimeSpan.Zero),
            Input = "1",
            Output = "2",
            CustomStatus = "3",
            Failure = new("T", "m", "s", new("I", "n", null, null, null), null),
            Parent = new("p", "pe", "P", 4),
        };
        var step = new HistoryStep("i", 0, [new HistoryEvent { Kind = EventType.TaskScheduled, EventId = 0, Name = "A", Timestamp = record.CreatedAt }]);
        var work = new OpenWork("i", "e", step.Events[0]);
        var message = new InboxMessage(9, "i", "e", record.CreatedAt, new HistoryEvent { Kind = EventType.EventRaised, Name = "E" });
        using (var store = SqliteEngineStore.Open(File))
        {
            store.Commit([new ChangeSet { Created = { record }, History = step, Opened = { work }, Sent = { message } }]);
        }

        using var reopened = SqliteEngineStore.Open(File);
        Assert.Equal(record, reopened.Find("i"));
        Assert.Equal(step.Events, reopened.LoadHistory("i").Events);
        Assert.Equal([work], reopened.LoadOpenWork().Work);
        Assert.Equal([message], reopened.LoadOpenWork().Messages);
    }

    [Fact]
    public void Commit_OnAFullDisk_FailsByNameAndKeepsWhatWasAcknowledged()
    {
        var stored = new List<long>();
        using (var store = SqliteEngineStore.Open(File, null, new FullDisk(new DiskJournalStorage(File), capacity: 1_000_000)))
        {
            var refused = Assert.Throws<EngineStoreException>(() => CommitUntilRefused(store, stored));
            Assert.Contains($"No space is left to write '{File}'", refused.Message, StringComparison.Ordinal);
        }

        Assert.InRange(stored.Count, 5, 100);
        using var reopened = SqliteEngineStore.Open(File);
        Assert.Equal(stored.SelectMany(id => new[] { -id, id }).Order(), reopened.LoadOpenWork().Messages.Select(m => m.MessageId));

        static void CommitUntilRefused(SqliteEngineStore store, List<long> stored)
        {
            for (var id = 1; ; id++)
            {
                store.Commit([Message(id), Message(-id)]);
                stored.Add(id);
            }
        }

        static ChangeSet Message(long id) => new()
        {
            Sent = { new InboxMessage(id, "i", null, null, new HistoryEvent { Kind = EventType.EventRaised, Input = new string('x', 10_000) }) },
        };
    }

    [Fact]
    public void DamagedPages_AreReportedByNameAndLeftAsTheyAre()
    {
        using (var store = SqliteEngineStore.Open(File))
        {
            var step = new HistoryStep("i", 0, [new HistoryEvent { Kind = EventType.EventRaised, Input = new string('x', 50_000) }]);
            store.Commit([new ChangeSet { Created = { Record("i") }, History = step }]);
            store.CheckpointAll();
            Assert.Single(store.Query(new InstanceFilter()));
        }

        var bytes = System.IO.File.ReadAllBytes(File);
        bytes.AsSpan(4096).Fill(0xA5);
        System.IO.File.WriteAllBytes(File, bytes);

        using (var store = TryOpen(out var refused))
        {
            refused ??= Assert.Throws<EngineStoreException>(() => store!.LoadHistory("i"));
            Assert.Contains($"'{File}' is damaged", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(bytes, System.IO.File.ReadAllBytes(File));
    }

    [Theory]
    [InlineData("engine.db", "is the journal of a database that is not at")]
    [InlineData("engine.db.journal.1", "is missing")]
    public void DatabaseOrJournal_WithoutTheOther_IsRefusedUntouched(string lost, string reason)
    {
        Fill();
        foreach (var file in Directory.GetFiles(_folder, lost).Concat(Directory.GetFiles(_folder, lost + "-*")))
        {
            System.IO.File.Delete(file);
        }

        var refused = Assert.Throws<EngineStoreException>(() => SqliteEngineStore.Open(File));

        Assert.Contains($"'{File}.journal.1' {reason}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("restore a backup of the whole data folder", refused.Message, StringComparison.Ordinal);
        var left = Directory.GetFiles(_folder, "engine.db.journal.1");
        Assert.Equal(lost == "engine.db" ? 1 : 0, left.Length);
        Assert.All(left, file => Assert.True(new FileInfo(file).Length > 100));
    }

    [Fact]
    public void DamagedJournal_IsNamedAndLeftAsItIs()
    {
        Fill();
        var bytes = System.IO.File.ReadAllBytes(File + ".journal.1");
        bytes[80] ^= 1;
        System.IO.File.WriteAllBytes(File + ".journal.1", bytes);

        var refused = Assert.Throws<EngineStoreException>(() => SqliteEngineStore.Open(File));

        Assert.Contains($"'{File}.journal.1' is damaged at byte 48", refused.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, System.IO.File.ReadAllBytes(File + ".journal.1"));
    }

    [Fact]
    public void TornEndOfTheJournal_IsCutOff()
    {
        Fill();
        System.IO.File.AppendAllText(File + ".journal.1", "torn");

        using var store = SqliteEngineStore.Open(File);

        Assert.Equal(["a", "b"], store.Query(new InstanceFilter()).Select(instance => instance.InstanceId));
    }

    private void Fill()
    {
        using var store = SqliteEngineStore.Open(File);
        store.Commit([new ChangeSet { Created = { Record("a") } }]);
        store.Commit([new ChangeSet { Created = { Record("b") } }]);
    }

    private SqliteEngineStore? TryOpen(out EngineStoreException? refused)
    {
        try
        {
            refused = null;
            return SqliteEngineStore.Open(File);
        }
        catch (EngineStoreException failure)
        {
            refused = failure;
            return null;
        }
    }

    private static InstanceRecord Record(string id) => new() { InstanceId = id, ExecutionId = "e", Name = "N" };

    [Fact]
    public void ReadOnlyFolder_IsSaidSo()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("needs Unix permissions");
            return;
        }

        // Permissions do not stop root; the kernel's own file system does.
        var folder = Environment.UserName == "root" ? "/sys" : _folder;
        if (folder == _folder)
        {
            System.IO.File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        try
        {
            var refused = Assert.Throws<EngineStoreException>(() => SqliteEngineStore.Open(Path.Combine(folder, "engine.db")));
            Assert.Contains("cannot be written", refused.Message, StringComparison.Ordinal);
            Assert.Contains(folder, refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            System.IO.File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
