using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Azure;

/// <summary>What ARM answered; a request that got no answer is an error too, never an exception.</summary>
public sealed record ArmResponse
{
    /// <summary>HTTP status; 0 when there was no answer.</summary>
    public required int Status { get; init; }

    public JsonNode? Body { get; init; }

    public string? ETag { get; init; }

    /// <summary>Seconds that ARM asks us to wait.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>The operation that goes on behind an accepted write.</summary>
    public ArmOperation? Operation { get; init; }

    public OrchestratorError? Error { get; init; }

    public bool IsNotFound => Status == 404;

    public JsonObject? Resource => Body as JsonObject;

    internal static ArmResponse Read(Response response, ArmRequest request, string correlation, DateTimeOffset now)
    {
        var body = Parse(response.Content);
        var retryAfter = RetryAfter.SecondsOf(response, now);
        return new ArmResponse
        {
            Status = response.Status,
            Body = body,

            // As it was sent: the SDK's ETag type drops the quotes that If-Match needs.
            ETag = Header(response, "ETag") ?? (string?)(body as JsonObject)?["etag"],
            RetryAfterSeconds = retryAfter,
            Operation = ArmOperation.From(Header(response, "Azure-AsyncOperation"), Header(response, "Location")),
            Error = response.Status < (int)HttpStatusCode.BadRequest
                ? null
                : ArmErrorMap.ToError(response.Status, AzureFault.Parse(body), request.Verb, request.Id, retryAfter, correlation),
        };
    }

    private static string? Header(Response response, string name) => response.Headers.TryGetValue(name, out var value) ? value : null;

    private static JsonNode? Parse(BinaryData content)
    {
        try
        {
            return content.ToMemory().IsEmpty ? null : JsonNode.Parse(content.ToMemory().Span);
        }
        catch (JsonException)
        {
            // Proxies answer errors as HTML; the status then says all there is.
            return null;
        }
    }
}
