using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Functions.GitOps;

/// <summary>Messages for the poison queue.</summary>
public static class PoisonText
{
    /// <summary>A queue takes 64 KiB, of Base64.</summary>
    private const int LongestText = 48 * 1024;

    private const int FewDiagnostics = 5;

    public static string Of(string text, OrchestratorError error, IReadOnlyList<Diagnostic> diagnostics)
    {
        var told = Redact(text);
        foreach (var shown in new[] { diagnostics.Count, FewDiagnostics, 0 })
        {
            var poison = JsonSerializer.Serialize(new PoisonMessage(told, error, [.. diagnostics.Take(shown)]), ContractJson.Options);
            if (Encoding.UTF8.GetByteCount(poison) <= LongestText)
            {
                return poison;
            }
        }

        return JsonSerializer.Serialize(new PoisonMessage(Digest(text), error with { Message = error.Message[..Math.Min(error.Message.Length, 1000)] }, []), ContractJson.Options);
    }

    /// <summary>Only what is known not to be secret is kept; what is no message is told by its length and digest.</summary>
    private static JsonNode Redact(string text)
    {
        JsonObject message;
        try
        {
            if (JsonNode.Parse(text) is not JsonObject { Count: > 0 } parsed)
            {
                return Digest(text);
            }

            message = parsed;
        }
        catch (JsonException)
        {
            return Digest(text);
        }

        var told = Digest(text);
        told["source"] = Source(message["source"]);
        told["action"] = Text(message["action"]);
        told["manifestUrl"] = Uri.TryCreate(Text(message["manifestUrl"]), UriKind.Absolute, out var url) ? url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : null;
        told["manifestSha256"] = Text(message["manifestSha256"]);
        told["files"] = message["manifest"] is JsonObject manifest && manifest["files"] is JsonArray files ? new JsonArray([.. files.Select(File)]) : null;
        return told;
    }

    private static JsonObject? Source(JsonNode? source)
    {
        if (source is not JsonObject given)
        {
            return null;
        }

        var told = new JsonObject();
        foreach (var name in new[] { "path", "revision", "sequence", "commitTime" })
        {
            told[name] = given[name] is JsonValue value ? value.DeepClone() : null;
        }

        told["repository"] = Text(given["repository"]) is { } repository ? RepositoryAddress.WithoutUser(repository) : null;
        return told;
    }

    private static JsonNode? File(JsonNode? file) => file is JsonObject given
        ? new JsonObject { ["name"] = Text(given["name"]), ["sha256"] = Text(given["content"]) is { } content ? Sha256(content) : null }
        : null;

    private static JsonObject Digest(string text) => new() { ["length"] = text.Length, ["sha256"] = Sha256(text) };

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
