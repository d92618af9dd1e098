using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Azure;

/// <summary>ARM's errors in our catalogue, by HTTP status and <c>error.code</c>, never by message text.</summary>
public static class ArmErrorMap
{
    private const string OperationNotAllowed = nameof(OperationNotAllowed);

    public static OrchestratorError ToError(int status, AzureFault fault, ArmVerb verb, string resourceId, int? retryAfterSeconds, string? correlationId) =>
        Error(Classify(status, fault, verb, resourceId), status, fault, resourceId) with
        {
            HttpStatus = status == 0 ? null : status,
            RetryAfterSeconds = retryAfterSeconds,
            CorrelationId = correlationId,
        };

    /// <summary>Why a long-running operation ended Failed; codes that the table lacks mean that the provider failed.</summary>
    /// <param name="fault">Null when Azure does not say.</param>
    /// <param name="resourceId">What it was about.</param>
    /// <param name="verb">What the operation was started with.</param>
    public static OrchestratorError ToFailure(AzureFault? fault, string resourceId, ArmVerb verb = ArmVerb.Put) => fault?.Code is null
        ? ErrorCatalog.ProvisioningFailed.With($"Azure left {ResourceId.NameOf(resourceId)} in the state Failed.", resourceId)
        : Error(Classify(status: 0, fault, verb, resourceId), status: 0, fault, resourceId);

    private static OrchestratorError Error(ArmErrorRule rule, int status, AzureFault fault, string resourceId) =>
        rule.Definition.With(MessageOf(rule.Definition, status, fault), resourceId, rule.Action) with { AzureCode = fault.Code };

    /// <summary>The code where we know it, then what a wrapper holds, then the status.</summary>
    private static ArmErrorRule Classify(int status, AzureFault fault, ArmVerb verb, string resourceId)
    {
        if (ArmErrorTable.IsWrapper(fault.Code) && fault.Inner is { } inner)
        {
            return Classify(status: 0, inner, verb, resourceId);
        }

        // Compute says OperationNotAllowed when it throttles, when a quota is used up and when a disk is attached; AKS when it is busy: status and verb tell them apart.
        if (string.Equals(fault.Code, OperationNotAllowed, StringComparison.OrdinalIgnoreCase) && status != 429)
        {
            return new ArmErrorRule(OperationNotAllowed, (verb, ResourceId.TypeOf(resourceId).StartsWith("Microsoft.Compute/", StringComparison.OrdinalIgnoreCase)) switch
            {
                (ArmVerb.Put, true) => ErrorCatalog.QuotaExceeded,
                (ArmVerb.Delete, true) => ErrorCatalog.ResourceInUse,
                _ => ErrorCatalog.AzureConflict,
            });
        }

        return ArmErrorTable.Find(fault.Code) ?? ArmErrorTable.Find(fault.Inner?.Code) ?? new ArmErrorRule(fault.Code ?? "", ByStatus(status));
    }

    private static ErrorDefinition ByStatus(int status) => status switch
    {
        0 => ErrorCatalog.ProvisioningFailed,
        401 => ErrorCatalog.Unauthenticated,
        403 => ErrorCatalog.Unauthorized,
        404 or 410 => ErrorCatalog.AzureNotFound,
        408 => ErrorCatalog.AzureUnavailable,
        409 => ErrorCatalog.AzureConflict,
        412 => ErrorCatalog.PreconditionFailed,
        429 => ErrorCatalog.RateLimited,
        >= 400 and < 500 => ErrorCatalog.InvalidRequest,
        _ => ErrorCatalog.AzureUnavailable,
    };

    private static string MessageOf(ErrorDefinition definition, int status, AzureFault fault)
    {
        if (definition == ErrorCatalog.QuotaExceeded && (QuotaDetails.Parse(fault.Message) ?? QuotaDetails.Parse(fault.Inner?.Message)) is { } quota)
        {
            return quota.ToString();
        }

        var said = fault.Message ?? (status == 0 ? "Azure does not say more." : $"HTTP status {status}.");
        var outer = fault.Code is null ? said : $"{fault.Code}: {said}";
        var inner = fault.Inner;
        while (inner is { Inner: { } deeper } && ArmErrorTable.IsWrapper(inner.Code))
        {
            inner = deeper;
        }

        return inner is { Code: { } code, Message: { } detail } && detail != fault.Message ? $"{outer} ({code}: {detail})" : outer;
    }
}
