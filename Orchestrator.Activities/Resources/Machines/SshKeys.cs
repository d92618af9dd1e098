using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Activities.Resources.Machines;

/// <summary>Azure wants an SSH key even where nobody shall log in: one is made and its private half thrown away. Each process makes one: what nobody can use may be shared.</summary>
internal static class SshKeys
{
    private const string Algorithm = "ssh-rsa";

    private static readonly Lazy<string> Made = new(Create);

    /// <summary>A public key as one line of authorized_keys.</summary>
    public static string PublicKey => Made.Value;

    private static string Create()
    {
        using var rsa = RSA.Create(2048);
        var parameters = rsa.ExportParameters(includePrivateParameters: false);
        using var blob = new MemoryStream();
        Write(blob, Encoding.ASCII.GetBytes(Algorithm));
        Write(blob, Positive(parameters.Exponent!));
        Write(blob, Positive(parameters.Modulus!));
        return $"{Algorithm} {Convert.ToBase64String(blob.ToArray())}";
    }

    private static void Write(MemoryStream blob, byte[] field)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, field.Length);
        blob.Write(length);
        blob.Write(field);
    }

    /// <summary>RFC 4251 integers are signed: a leading one bit needs a zero before it.</summary>
    private static byte[] Positive(byte[] number) => number[0] < 0x80 ? number : [0, .. number];
}
