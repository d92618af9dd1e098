using Orchestrator.Simulator.Storage;

namespace Orchestrator.Simulator.Tests.Storage;

public sealed class SimulatorStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("simulator-store").FullName;

    public static TheoryData<bool> Kinds => [false, true];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, MemberData(nameof(Kinds))]
    public void Documents_AreReplacedDeletedAndLoadedInKeyOrder(bool sqlite)
    {
        using var store = Open(sqlite);
        store.Put("a", "2", "two");
        store.Put("a", "1", "one");
        store.Put("a", "1", "uno");
        store.Put("b", "1", "other");
        store.Put("a", "3", "three");
        store.Delete("a", "3");
        store.Delete("a", "never");
        Assert.Equal([("1", "uno"), ("2", "two")], store.Load("a"));
        Assert.Empty(store.Load("c"));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Transaction_ThatThrows_ChangesNothing(bool sqlite)
    {
        using var store = Open(sqlite);
        store.Put("a", "1", "one");
        Assert.Throws<InvalidOperationException>(() => store.Transaction(() =>
        {
            store.Put("a", "1", "changed");
            store.Transaction(() => store.Put("a", "2", "nested"));
            store.Delete("a", "1");
            throw new InvalidOperationException();
        }));
        Assert.Equal([("1", "one")], store.Load("a"));
    }

    [Fact]
    public void Sqlite_ReopenedWhileTheFirstWasNeverClosed_HasEverythingWritten()
    {
        using var abandoned = Open(sqlite: true);
        abandoned.Transaction(() => abandoned.Put("a", "1", "one"));
        abandoned.Put("a", "2", "two");
        using var reopened = Open(sqlite: true);
        Assert.Equal([("1", "one"), ("2", "two")], reopened.Load("a"));
    }

    private ISimulatorStore Open(bool sqlite) => sqlite ? new SqliteSimulatorStore(Path.Combine(_folder, "s.db")) : new MemorySimulatorStore();
}
