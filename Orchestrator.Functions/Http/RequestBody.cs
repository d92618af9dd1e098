using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Functions.Http;

/// <summary>Reads what is applied: manifests as YAML or JSON, or an <see cref="ApplyRequest"/>.</summary>
internal static class RequestBody
{
    /// <summary>Four MiB hold thousands of documents; more is a mistake or an attack.</summary>
    private const int MaximumLength = 4 * 1024 * 1024;

    private const string Shape = "Send {\"files\":[{\"name\":\"…\",\"content\":\"…\"}],\"variables\":{}}.";

    /// <exception cref="OrchestratorException">InvalidRequestBody: too large, not UTF-8, or not an apply request.</exception>
    public static async Task<ApplyRequest> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        var text = await ReadTextAsync(request, cancellation);
        if (request.ContentType?.StartsWith(ApplyRequest.MediaType, StringComparison.OrdinalIgnoreCase) != true)
        {
            return new ApplyRequest([new ManifestFile("request", text)]);
        }

        try
        {
            return JsonSerializer.Deserialize<ApplyRequest>(text, ContractJson.Options) is { Files: not null } apply
                ? apply
                : throw Refused("The request names no files.", Shape);
        }
        catch (JsonException problem)
        {
            throw Refused($"The request is not the JSON of an apply request: {problem.Message}", Shape);
        }
    }

    private static async Task<string> ReadTextAsync(HttpRequest request, CancellationToken cancellation)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, cancellation)) > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > MaximumLength)
            {
                throw Refused($"The request is larger than {MaximumLength} bytes.", "Apply fewer documents at once.");
            }
        }

        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
        }
        catch (DecoderFallbackException)
        {
            throw Refused("The request is not UTF-8 text.", "Send the manifest as UTF-8.");
        }
    }

    private static OrchestratorException Refused(string message, string action) => new(ErrorCatalog.InvalidRequestBody.With(message, action: action));
}
