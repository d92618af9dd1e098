using System.Buffers.Binary;

namespace Orchestrator.Determinism.Chance;

/// <summary>The injected source of chance: cryptographic in production, seeded in tests.</summary>
public abstract class Randomness
{
    public abstract void Fill(Span<byte> bytes);

    /// <summary>A uniform integer in [0, <paramref name="exclusiveMaximum"/>).</summary>
    public int Next(int exclusiveMaximum)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMaximum);
        Span<byte> bytes = stackalloc byte[8];
        Fill(bytes);
        return (int)(BinaryPrimitives.ReadUInt64LittleEndian(bytes) % (ulong)exclusiveMaximum);
    }

    /// <summary>A uniform number in [0, 1).</summary>
    public double NextDouble() => Next(1 << 30) / (double)(1 << 30);

    /// <summary>A random (version 4) UUID.</summary>
    public Guid NextGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary><paramref name="length"/> characters drawn from <paramref name="alphabet"/>.</summary>
    public string NextString(int length, string alphabet = "abcdefghijklmnopqrstuvwxyz0123456789") =>
        string.Create(length, (this, alphabet), static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = source.alphabet[source.Item1.Next(source.alphabet.Length)];
            }
        });
}
