using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Orchestrator.Embedded.Storage.Journal;

/// <summary>
/// One commit in the journal: a header of a marker, the content's length, its checksum and the header's own; then the content, filled up to
/// eight bytes. The checksum of the header takes in whose journal it is and where in it, so that nothing else is ever taken for one.
/// </summary>
internal static class JournalFrame
{
    public const int HeaderLength = 16;
    public const int Alignment = 8;
    private const uint Marker = 0x4643524F;

    /// <summary>Makes a frame of what the writer holds, which begins with room for the header.</summary>
    public static void Complete(JournalWriter writer, uint seed, long offset)
    {
        var length = writer.Length - HeaderLength;
        writer.Skip(Padding(length));
        var header = writer.At(0, HeaderLength);
        BinaryPrimitives.WriteUInt32LittleEndian(header, Marker);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], Checksum(seed, writer.At(HeaderLength, length)));
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], HeaderChecksum(header, seed, offset));
    }

    /// <summary>The length of the content if a whole header is there, else null.</summary>
    public static int? LengthAt(ReadOnlySpan<byte> header, uint seed, long offset)
    {
        if (header.Length < HeaderLength || BinaryPrimitives.ReadUInt32LittleEndian(header) != Marker)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        var isWhole = length >= 0 && BinaryPrimitives.ReadUInt32LittleEndian(header[12..]) == HeaderChecksum(header, seed, offset);
        return isWhole ? length : null;
    }

    public static bool IsWhole(ReadOnlySpan<byte> header, ReadOnlySpan<byte> content, uint seed) =>
        BinaryPrimitives.ReadUInt32LittleEndian(header[8..]) == Checksum(seed, content);

    public static int Padding(int length) => -length & (Alignment - 1);

    public static uint Checksum(uint seed, ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            seed = BitOperations.Crc32C(seed, word);
        }

        foreach (var rest in bytes[(words.Length * sizeof(ulong))..])
        {
            seed = BitOperations.Crc32C(seed, rest);
        }

        return seed;
    }

    private static uint HeaderChecksum(ReadOnlySpan<byte> header, uint seed, long offset) =>
        Checksum(BitOperations.Crc32C(seed, (ulong)offset), header[..12]);
}
