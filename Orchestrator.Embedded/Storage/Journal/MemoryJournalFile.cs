namespace Orchestrator.Embedded.Storage.Journal;

/// <summary>A file in memory. Reads and writes may overlap.</summary>
internal sealed class MemoryJournalFile : IJournalFile
{
    private readonly Lock _gate = new();
    private byte[] _content = [];
    private int _length;

    public long Length
    {
        get { lock (_gate) { return _length; } }
    }

    public int Read(Span<byte> buffer, long offset)
    {
        lock (_gate)
        {
            var available = _content.AsSpan(0, _length)[(int)Math.Min(offset, _length)..];
            available = available[..Math.Min(available.Length, buffer.Length)];
            available.CopyTo(buffer);
            return available.Length;
        }
    }

    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        lock (_gate)
        {
            var end = (int)offset + bytes.Length;
            if (end > _content.Length)
            {
                Array.Resize(ref _content, Math.Max(end, 2 * _content.Length));
            }

            bytes.CopyTo(_content.AsSpan((int)offset));
            _length = Math.Max(_length, end);
        }
    }

    public void Flush()
    {
    }

    public void Truncate(long length)
    {
        lock (_gate)
        {
            _content.AsSpan((int)length).Clear();
            _length = (int)length;
        }
    }

    public void Dispose()
    {
    }
}
