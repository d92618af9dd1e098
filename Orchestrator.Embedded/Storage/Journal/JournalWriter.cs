using System.Buffers.Binary;
using System.Text;

namespace Orchestrator.Embedded.Storage.Journal;

/// <summary>Writes values one after the other into a buffer that grows and is used again. Small numbers take one byte, texts are UTF-8.</summary>
internal sealed class JournalWriter
{
    private byte[] _buffer = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Leaves room for what is known later only, and returns where.</summary>
    public int Skip(int bytes)
    {
        Room(bytes)[..bytes].Clear();
        Length += bytes;
        return Length - bytes;
    }

    public Span<byte> At(int position, int bytes) => _buffer.AsSpan(position, bytes);

    public void SetInt32(int position, int value) => BinaryPrimitives.WriteInt32LittleEndian(At(position, sizeof(int)), value);

    public void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
    }

    public void Unsigned(ulong value)
    {
        var room = Room(10);
        var used = 0;
        while (value >= 0x80)
        {
            room[used++] = (byte)(value | 0x80);
            value >>= 7;
        }

        room[used++] = (byte)value;
        Length += used;
    }

    public void Signed(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

    public void Count(int value) => Unsigned((ulong)value);

    public void Text(string value)
    {
        // Most texts are short and of one byte a character: then the length that is guessed is right, and nothing has to be moved.
        if (value.Length < 0x80)
        {
            var room = Room(1 + (3 * value.Length));
            var bytes = Encoding.UTF8.GetBytes(value, room[1..]);
            if (bytes < 0x80)
            {
                room[0] = (byte)bytes;
                Length += 1 + bytes;
                return;
            }
        }

        var length = Encoding.UTF8.GetByteCount(value);
        Count(length);
        Length += Encoding.UTF8.GetBytes(value, Room(length));
    }

    private Span<byte> Room(int bytes)
    {
        if (_buffer.Length - Length < bytes)
        {
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, Length + bytes));
        }

        return _buffer.AsSpan(Length);
    }
}
