using Orchestrator.Embedded.Storage.Journal;

namespace Orchestrator.Embedded.Tests.Storage;

/// <summary>A disk that remembers what of it was flushed. A removed file may come back after a power loss: removals are never flushed.</summary>
internal sealed class VolatileDisk : IJournalStorage
{
    private readonly MemoryJournalStorage _now = new();
    private readonly Dictionary<long, byte[]> _flushed = [];
    private readonly HashSet<long> _named = [];

    public string PathOf(long number) => _now.PathOf(number);

    public IReadOnlyList<long> Find() => _now.Find();

    public IJournalFile Open(long number) => new VolatileFile(this, number, _now.Open(number));

    public void Flush() => _named.UnionWith(_now.Find());

    public void Delete(long number) => _now.Delete(number);

    /// <summary>What a disk has that wrote everything in time.</summary>
    public MemoryJournalStorage Everything() => Copy(_now.Find().Select(number => (number, Content(number))));

    /// <summary>What a disk has that wrote only what it had to.</summary>
    public MemoryJournalStorage OnlyFlushed() => Copy(_named.Select(number => (number, _flushed.GetValueOrDefault(number, []))));

    private static MemoryJournalStorage Copy(IEnumerable<(long Number, byte[] Content)> files)
    {
        var copy = new MemoryJournalStorage();
        foreach (var (number, content) in files)
        {
            copy.Open(number).Write(content, 0);
        }

        return copy;
    }

    private byte[] Content(long number)
    {
        var file = _now.Open(number);
        var content = new byte[file.Length];
        file.Read(content, 0);
        return content;
    }

    private sealed class VolatileFile(VolatileDisk disk, long number, IJournalFile file) : IJournalFile
    {
        public long Length => file.Length;

        public int Read(Span<byte> buffer, long offset) => file.Read(buffer, offset);

        public void Write(ReadOnlySpan<byte> bytes, long offset) => file.Write(bytes, offset);

        public void Flush()
        {
            file.Flush();
            disk._flushed[number] = disk.Content(number);
        }

        public void Truncate(long length) => file.Truncate(length);

        public void Dispose() => file.Dispose();
    }
}
