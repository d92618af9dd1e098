using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.Functions.Access.Tokens;

/// <summary>A JSON Web Token in parts; nothing of it is believed yet.</summary>
internal sealed record BearerToken(JsonObject Header, JsonObject Claims, byte[] Signed, byte[] Signature)
{
    private const int LongestToken = 16 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>Null: not the compact form of a signed token.</summary>
    public static BearerToken? Parse(string text)
    {
        if (text.Length > LongestToken || text.Split('.') is not [var header, var claims, var signature])
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(Bytes(header), documentOptions: Strict) is JsonObject head && JsonNode.Parse(Bytes(claims), documentOptions: Strict) is JsonObject body
                ? new BearerToken(head, body, Encoding.ASCII.GetBytes($"{header}.{claims}"), Bytes(signature))
                : null;
        }
        catch (Exception problem) when (problem is FormatException or JsonException)
        {
            return null;
        }
    }

    public string? HeaderText(string name) => TextOf(Header[name]);

    public string? Claim(string name) => TextOf(Claims[name]);

    /// <summary>The values of a claim that is a text or a list of texts.</summary>
    public IReadOnlyList<string> ClaimValues(string name) => Claims[name] switch
    {
        JsonArray values => [.. values.Select(TextOf).OfType<string>()],
        var single => TextOf(single) is { } text ? [text] : [],
    };

    /// <summary>A NumericDate; null when there is none, or none that is a time.</summary>
    public DateTimeOffset? Time(string name) =>
        Claims[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue(out double seconds) && seconds is >= 0 and < 253_402_300_800
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : null;

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static byte[] Bytes(string part) => part.Contains('=', StringComparison.Ordinal) ? throw new FormatException() : Base64Url.DecodeFromChars(part);
}
