using Orchestrator.Embedded.Storage.Journal;

namespace Orchestrator.Embedded.Tests.Storage;

/// <summary>A disk that takes so many bytes of the journal and no more; of the write that does not fit it takes a part, as disks do.</summary>
internal sealed class FullDisk(IJournalStorage inner, long capacity) : IJournalStorage
{
    private const int NoSpace = 28;
    private long _free = capacity;

    public string PathOf(long number) => inner.PathOf(number);

    public IReadOnlyList<long> Find() => inner.Find();

    public IJournalFile Open(long number) => new FullDiskFile(this, inner.Open(number));

    public void Flush() => inner.Flush();

    public void Delete(long number) => inner.Delete(number);

    private sealed class FullDiskFile(FullDisk disk, IJournalFile file) : IJournalFile
    {
        public long Length => file.Length;

        public int Read(Span<byte> buffer, long offset) => file.Read(buffer, offset);

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            var fitting = (int)Math.Min(bytes.Length, disk._free);
            file.Write(bytes[..fitting], offset);
            disk._free -= fitting;
            if (fitting < bytes.Length)
            {
                throw new IOException("No space left on device", NoSpace);
            }
        }

        public void Flush() => file.Flush();

        public void Truncate(long length) => file.Truncate(length);

        public void Dispose() => file.Dispose();
    }
}
