using System.Buffers.Binary;

namespace Orchestrator.Embedded.Storage.Journal;

/// <summary>
/// One file of the journal: a header that says whose it is, then frames. A frame is written and flushed before the next one is begun, so
/// only the last of the last file can be torn, and only if nobody was told of it.
/// </summary>
internal sealed class JournalSegment : IDisposable
{
    public const int HeaderLength = 48;
    public const string Advice = "restore a backup of the whole data folder, or move database and journal away together to start empty.";
    private const long Magic = 0x4C4E524A45435244;
    private const int Format = 3;
    private readonly IJournalFile _file;
    private readonly string _path;
    private readonly uint _seed;

    private JournalSegment(IJournalFile file, string path, long number, byte[] store)
    {
        _file = file;
        _path = path;
        Number = number;
        _seed = JournalFrame.Checksum((uint)number, store);
    }

    public delegate void FrameReader(ReadOnlySpan<byte> content, long offset);

    public long Number { get; }

    /// <summary>Where the next frame will be.</summary>
    public long End { get; private set; } = HeaderLength;

    /// <summary>Makes the file; when it returns, the file and its name survive a power loss.</summary>
    public static JournalSegment Create(IJournalStorage storage, long number, byte[] store)
    {
        var file = storage.Open(number);
        try
        {
            file.Truncate(0);
            file.Write(Header(number, store), 0);
            file.Flush();
            storage.Flush();
            return new JournalSegment(file, storage.PathOf(number), number, store);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file that exists.</summary>
    /// <exception cref="EngineStoreException">It is not a journal of this store.</exception>
    public static JournalSegment Open(IJournalStorage storage, long number, byte[] store)
    {
        var path = storage.PathOf(number);
        var file = storage.Open(number);
        Span<byte> header = stackalloc byte[HeaderLength];
        if (file.Read(header, 0) == HeaderLength && header.SequenceEqual(Header(number, store)))
        {
            return new JournalSegment(file, path, number, store);
        }

        file.Dispose();
        throw new EngineStoreException($"'{path}' is damaged, or belongs to another database. It was left as it is: {Advice}");
    }

    /// <summary>True if the file was made and never used: a process died at that moment.</summary>
    public static bool IsUnused(IJournalStorage storage, long number)
    {
        using var file = storage.Open(number);
        return file.Length <= HeaderLength;
    }

    /// <summary>Reads all frames. What was torn from the last one is cut off if this is the newest file, and damage if it is not.</summary>
    /// <exception cref="EngineStoreException">A frame that was acknowledged cannot be read.</exception>
    public void Recover(bool isNewest, FrameReader read)
    {
        var content = new byte[_file.Length];
        _file.Read(content, 0);
        while (TryRead(content, read))
        {
        }

        if (End == content.Length)
        {
            return;
        }

        if (!isNewest || HasFrameAfter(content, End))
        {
            throw new EngineStoreException($"'{_path}' is damaged at byte {End}, in what was acknowledged. It was left as it is: {Advice}");
        }

        _file.Truncate(End);
        _file.Flush();
    }

    /// <summary>Completes the writer's frame and makes it durable.</summary>
    public void Append(JournalWriter writer)
    {
        JournalFrame.Complete(writer, _seed, End);
        _file.Write(writer.Written, End);
        _file.Flush();
        End += writer.Length;
    }

    /// <exception cref="InvalidDataException">The file is shorter than it was.</exception>
    public void Read(Span<byte> buffer, long offset)
    {
        if (_file.Read(buffer, offset) != buffer.Length)
        {
            throw new InvalidDataException($"'{_path}' is shorter than it was.");
        }
    }

    public void Dispose() => _file.Dispose();

    private bool TryRead(ReadOnlySpan<byte> content, FrameReader read)
    {
        var rest = content[(int)End..];
        if (JournalFrame.LengthAt(rest, _seed, End) is not { } length || length + JournalFrame.Padding(length) > rest.Length - JournalFrame.HeaderLength)
        {
            return false;
        }

        var frame = rest.Slice(JournalFrame.HeaderLength, length);
        if (!JournalFrame.IsWhole(rest, frame, _seed))
        {
            return false;
        }

        try
        {
            read(frame, End + JournalFrame.HeaderLength);
        }
        catch (Exception failure) when (failure is InvalidDataException or ArgumentException or System.Text.Json.JsonException)
        {
            throw new EngineStoreException($"'{_path}' holds at byte {End} what cannot be read: {failure.Message} It was left as it is: {Advice}", failure);
        }

        End += JournalFrame.HeaderLength + length + JournalFrame.Padding(length);
        return true;
    }

    // A frame is begun only when the one before it is durable: whatever comes before a frame was acknowledged.
    private bool HasFrameAfter(ReadOnlySpan<byte> content, long bad)
    {
        for (var offset = bad + JournalFrame.Alignment; offset <= content.Length - JournalFrame.HeaderLength; offset += JournalFrame.Alignment)
        {
            if (JournalFrame.LengthAt(content[(int)offset..], _seed, offset) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static byte[] Header(long number, byte[] store)
    {
        var header = new byte[HeaderLength];
        BinaryPrimitives.WriteInt64LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), Format);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(16), number);
        store.CopyTo(header, 24);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(40), JournalFrame.Checksum(0, header.AsSpan(0, 40)));
        return header;
    }
}
