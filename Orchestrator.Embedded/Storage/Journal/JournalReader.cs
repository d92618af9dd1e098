using System.Buffers.Binary;
using System.Text;

namespace Orchestrator.Embedded.Storage.Journal;

/// <summary>Reads what a <see cref="JournalWriter"/> wrote.</summary>
/// <exception cref="InvalidDataException">From any member: the bytes are not what it wrote.</exception>
internal ref struct JournalReader(ReadOnlySpan<byte> source)
{
    private readonly ReadOnlySpan<byte> _source = source;

    public int Position { get; private set; }

    public readonly bool IsAtEnd => Position == _source.Length;

    public ReadOnlySpan<byte> Raw(int length)
    {
        if (length < 0 || length > _source.Length - Position)
        {
            throw new InvalidDataException($"{length} bytes are expected at {Position} of {_source.Length}.");
        }

        Position += length;
        return _source.Slice(Position - length, length);
    }

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Raw(sizeof(int)));

    public ulong Unsigned()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Raw(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException($"The number before {Position} is too long.");
    }

    public long Signed()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>A count of things that take a byte or more each.</summary>
    public int Count()
    {
        var value = Unsigned();
        return value <= (ulong)(_source.Length - Position)
            ? (int)value
            : throw new InvalidDataException($"{value} items cannot follow at {Position} of {_source.Length}.");
    }

    public string Text() => Encoding.UTF8.GetString(Raw(Count()));
}
