using Orchestrator.Embedded.Storage.Journal;

namespace Orchestrator.Embedded.Tests.Storage;

/// <summary>Calls <paramref name="before"/> before everything that the store does to its journal: what a crash at that moment would come between.</summary>
internal sealed class WatchedJournal(IJournalStorage inner, Action<JournalAction> before) : IJournalStorage
{
    public string PathOf(long number) => inner.PathOf(number);

    public IReadOnlyList<long> Find() => inner.Find();

    public IJournalFile Open(long number) => new WatchedFile(inner.Open(number), number, before);

    public void Flush()
    {
        before(new JournalAction(JournalActionKind.FlushFolder));
        inner.Flush();
    }

    public void Delete(long number)
    {
        before(new JournalAction(JournalActionKind.Delete, number));
        inner.Delete(number);
    }

    private sealed class WatchedFile(IJournalFile file, long number, Action<JournalAction> before) : IJournalFile
    {
        public long Length => file.Length;

        public int Read(Span<byte> buffer, long offset) => file.Read(buffer, offset);

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            before(new JournalAction(JournalActionKind.Write, number, offset, bytes.ToArray()));
            file.Write(bytes, offset);
        }

        public void Flush()
        {
            before(new JournalAction(JournalActionKind.Flush, number));
            file.Flush();
        }

        public void Truncate(long length)
        {
            before(new JournalAction(JournalActionKind.Truncate, number, length));
            file.Truncate(length);
        }

        public void Dispose() => file.Dispose();
    }
}
