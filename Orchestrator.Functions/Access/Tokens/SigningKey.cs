using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.Functions.Access.Tokens;

/// <summary>
/// A public key of the issuer. The algorithm must fit the kind of key: a public key is never a secret of HMAC, and "none" fits nothing.
/// </summary>
internal sealed class SigningKey
{
    private const int SmallestRsa = 2048;

    private readonly RSAParameters? _rsa;
    private readonly ECParameters? _curve;
    private readonly string? _algorithm;

    private SigningKey(string id, string? algorithm, RSAParameters? rsa, ECParameters? curve) => (Id, _algorithm, _rsa, _curve) = (id, algorithm, rsa, curve);

    public string Id { get; }

    /// <summary>Null: not for signatures that we know.</summary>
    public static SigningKey? Read(JsonNode? key)
    {
        if (key is not JsonObject || Text(key, "kid") is not { Length: > 0 } id || Text(key, "use") is not (null or "sig"))
        {
            return null;
        }

        try
        {
            return Text(key, "kty") switch
            {
                "RSA" when new RSAParameters { Modulus = Bytes(key, "n"), Exponent = Bytes(key, "e") } is var rsa && rsa.Modulus!.Length * 8 >= SmallestRsa =>
                    new SigningKey(id, Text(key, "alg"), rsa, null),
                "EC" when Text(key, "crv") == "P-256" => new SigningKey(
                    id, Text(key, "alg"), null, new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Bytes(key, "x"), Y = Bytes(key, "y") } }),
                _ => null,
            };
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public bool Verifies(string algorithm, byte[] signed, byte[] signature)
    {
        if (_algorithm is not null && _algorithm != algorithm)
        {
            return false;
        }

        try
        {
            return (algorithm, _rsa, _curve) switch
            {
                ("RS256", { } key, _) => Verify(key, signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
                ("RS384", { } key, _) => Verify(key, signed, signature, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
                ("RS512", { } key, _) => Verify(key, signed, signature, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
                ("PS256", { } key, _) => Verify(key, signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
                ("PS384", { } key, _) => Verify(key, signed, signature, HashAlgorithmName.SHA384, RSASignaturePadding.Pss),
                ("PS512", { } key, _) => Verify(key, signed, signature, HashAlgorithmName.SHA512, RSASignaturePadding.Pss),
                ("ES256", _, { } key) => Verify(key, signed, signature),
                _ => false,
            };
        }
        catch (CryptographicException)
        {
            // A key that is none, such as a point beside its curve.
            return false;
        }
    }

    private static bool Verify(RSAParameters key, byte[] signed, byte[] signature, HashAlgorithmName hash, RSASignaturePadding padding)
    {
        using var rsa = RSA.Create(key);
        return rsa.VerifyData(signed, signature, hash, padding);
    }

    private static bool Verify(ECParameters key, byte[] signed, byte[] signature)
    {
        using var curve = ECDsa.Create(key);
        return curve.VerifyData(signed, signature, HashAlgorithmName.SHA256);
    }

    private static string? Text(JsonNode key, string name) => key[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static byte[] Bytes(JsonNode key, string name) => Base64Url.DecodeFromChars(Text(key, name) ?? throw new FormatException());
}
