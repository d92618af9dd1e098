using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Identity;

/// <summary>A signed token (RFC 7519) taken apart; nothing about it has been checked.</summary>
internal sealed record JsonWebToken(JsonObject Header, JsonObject Claims, byte[] Signed, byte[] Signature)
{
    /// <summary>Null for what is no signed token.</summary>
    public static JsonWebToken? Parse(string text)
    {
        var parts = text.Split('.');
        if (parts.Length != 3)
        {
            return null;
        }

        try
        {
            return Object(parts[0]) is { } header && Object(parts[1]) is { } claims
                ? new JsonWebToken(header, claims, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]))
                : null;
        }
        catch (Exception problem) when (problem is FormatException or JsonException or ArgumentException)
        {
            return null;
        }
    }

    public static string Sign(JsonObject header, JsonObject claims, RSA key)
    {
        var signed = $"{Encode(header)}.{Encode(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    public string? Claim(string name) => Claims[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public long Seconds(string name) => Claims[name] is JsonValue value && value.TryGetValue(out long seconds) ? seconds : 0;

    public bool IsSignedBy(RSA key) => Algorithm switch
    {
        "RS256" => key.VerifyData(Signed, Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        "PS256" => key.VerifyData(Signed, Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        _ => false,
    };

    public bool IsSignedBy(ECDsa key) => Algorithm is "ES256" && key.VerifyData(Signed, Signature, HashAlgorithmName.SHA256);

    private string? Algorithm => Header["alg"] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static JsonObject? Object(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part)) as JsonObject;

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
