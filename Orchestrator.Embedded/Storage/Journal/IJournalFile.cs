namespace Orchestrator.Embedded.Storage.Journal;

/// <summary>A file of the journal. What was written may be lost, in any part, until it is flushed.</summary>
/// <exception cref="IOException">From any member: the disk refused.</exception>
internal interface IJournalFile : IDisposable
{
    long Length { get; }

    /// <summary>Fills the buffer from the offset on, or as much of it as there is; returns how much.</summary>
    int Read(Span<byte> buffer, long offset);

    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>When it returns, everything that was written survives a power loss.</summary>
    void Flush();

    void Truncate(long length);
}
