using System.Text.Json.Nodes;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Azure;

/// <summary>What ARM answered; a request that got no answer is an error too, never an exception.</summary>
public sealed record ArmResponse
{
    /// <summary>HTTP status; 0 when there was no answer.</summary>
    public required int Status { get; init; }

    public JsonNode? Body { get; init; }

    public string? ETag { get; init; }

    /// <summary>Seconds from the header Retry-After.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>URL of the operation's status: Azure-AsyncOperation, else Location.</summary>
    public string? OperationUrl { get; init; }

    public OrchestratorError? Error { get; init; }

    public bool IsNotFound => Status == 404;

    public JsonObject? Resource => Body as JsonObject;
}
