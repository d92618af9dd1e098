using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Azure;

/// <summary>How far a long-running operation is.</summary>
/// <param name="State">Null when Azure no longer knows the operation, or its status cannot be read now: then only the resource itself tells.</param>
/// <param name="Fault">Why it failed.</param>
/// <param name="RetryAfterSeconds">When to ask again.</param>
public sealed record ArmOperationStatus(ResourceState? State, AzureFault? Fault = null, int? RetryAfterSeconds = null)
{
    /// <summary>
    /// Reads an answer. An Azure-AsyncOperation answers 200 with the status in the body, and an HTTP error there says only that reading failed.
    /// A Location answers 202 until the end, and then what the operation itself would have answered at once, errors included.
    /// </summary>
    public static ArmOperationStatus Of(ArmOperation operation, ArmResponse response) => response switch
    {
        { Status: 202 } => new(ResourceState.InProgress, null, response.RetryAfterSeconds),
        { Status: 200 or 201, Resource: { } body } when ProvisioningStates.OperationTextOf(body) is { } text =>
            new(ProvisioningStates.OfText(text), FaultOf(text, response), response.RetryAfterSeconds),
        { Error: null } => new(response.Resource is { } body ? ProvisioningStates.Of(body) : ResourceState.Ready),
        { Status: >= 400 and < 500 and not (401 or 403 or 404 or 408 or 429) } when operation.IsLocation => new(ResourceState.Failed, AzureFault.Parse(response.Body)),
        _ => new(null, null, response.RetryAfterSeconds),
    };

    private static AzureFault? FaultOf(string text, ArmResponse response) =>
        ProvisioningStates.OfText(text) != ResourceState.Failed ? null
        : response.Resource?["error"] is System.Text.Json.Nodes.JsonObject ? AzureFault.Parse(response.Body)
        : new AzureFault(text, $"The operation ended {text}.");
}
