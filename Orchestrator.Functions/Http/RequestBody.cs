using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Functions.Http;

/// <summary>Reads what is applied: manifests as YAML or JSON, or an <see cref="ApplyRequest"/>.</summary>
internal static class RequestBody
{
    private const string Shape = "Send {\"files\":[{\"name\":\"…\",\"content\":\"…\"}],\"variables\":{}}.";

    /// <exception cref="OrchestratorException">InvalidRequestBody: not UTF-8, or not an apply request.</exception>
    public static async Task<ApplyRequest> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        var text = await ReadTextAsync(request, cancellation);
        if (request.ContentType?.StartsWith(ApplyRequest.MediaType, StringComparison.OrdinalIgnoreCase) != true)
        {
            return new ApplyRequest([new ManifestFile("request", text)]) { Selector = ApiResults.Parameter(request, "labelSelector") };
        }

        try
        {
            return JsonSerializer.Deserialize<ApplyRequest>(text, ContractJson.Options) is { Files: not null } apply
                ? apply with { Selector = apply.Selector ?? ApiResults.Parameter(request, "labelSelector") }
                : throw Refused("The request names no files.", Shape);
        }
        catch (JsonException problem)
        {
            throw Refused($"The request is not the JSON of an apply request: {problem.Message}", Shape);
        }
    }

    /// <summary>Reads a small JSON body strictly: what is misspelt or missing is told, not ignored.</summary>
    /// <param name="shape">What is right, for who has it wrong.</param>
    /// <exception cref="OrchestratorException">InvalidRequestBody.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, string shape, CancellationToken cancellation)
        where T : class
    {
        try
        {
            if (JsonSerializer.Deserialize<T>(await ReadTextAsync(request, cancellation), Strict) is { } body)
            {
                return body;
            }
        }
        catch (JsonException)
        {
            // Told below with the shape that is right.
        }

        throw Refused("The request is not what this route takes.", $"Send {shape}.");
    }

    private static readonly JsonSerializerOptions Strict = new(ContractJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    private static async Task<string> ReadTextAsync(HttpRequest request, CancellationToken cancellation)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancellation);
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
