using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Activities.Azure;

/// <summary>GUIDs by name (UUID version 5): the same text gives the same GUID, so a repeated call carries the same id.</summary>
public static class OperationGuid
{
    private static readonly Guid Namespace = new("5a3c9a1e-0f4d-5c1b-9a53-0d6c2f6f7b10");

    public static Guid Of(string text)
    {
        Span<byte> input = [.. Namespace.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(text)];
        var hash = SHA1.HashData(input).AsSpan(0, 16);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
