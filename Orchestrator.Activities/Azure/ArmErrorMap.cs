using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Azure;

/// <summary>ARM's errors in our catalogue, by HTTP status and <c>error.code</c>, never by message text.</summary>
public static class ArmErrorMap
{
    private const string OperationNotAllowed = nameof(OperationNotAllowed);

    private static readonly Dictionary<string, ErrorDefinition> ByCode = new(StringComparer.OrdinalIgnoreCase)
    {
        ["AuthenticationFailed"] = ErrorCatalog.Unauthenticated,
        ["InvalidAuthenticationToken"] = ErrorCatalog.Unauthenticated,
        ["ExpiredAuthenticationToken"] = ErrorCatalog.Unauthenticated,
        ["AuthorizationFailed"] = ErrorCatalog.Unauthorized,
        ["LinkedAuthorizationFailed"] = ErrorCatalog.Unauthorized,
        ["MissingSubscriptionRegistration"] = ErrorCatalog.Unauthorized,
        ["RequestDisallowedByPolicy"] = ErrorCatalog.PolicyOrLock,
        ["ScopeLocked"] = ErrorCatalog.PolicyOrLock,

        ["QuotaExceeded"] = ErrorCatalog.QuotaExceeded,
        ["ResourceQuotaExceeded"] = ErrorCatalog.QuotaExceeded,
        ["PublicIPCountLimitReached"] = ErrorCatalog.QuotaExceeded,
        ["SubnetIsFull"] = ErrorCatalog.QuotaExceeded,
        ["ManagedClusterCountExceedsQuotaLimit"] = ErrorCatalog.QuotaExceeded,

        ["AllocationFailed"] = ErrorCatalog.CapacityDepleted,
        ["ZonalAllocationFailed"] = ErrorCatalog.CapacityDepleted,
        ["OverconstrainedAllocationRequest"] = ErrorCatalog.CapacityDepleted,
        ["OverconstrainedZonalAllocationRequest"] = ErrorCatalog.CapacityDepleted,
        ["SkuNotAvailable"] = ErrorCatalog.SkuNotAvailable,

        ["AnotherOperationInProgress"] = ErrorCatalog.AzureConflict,
        ["RetryableError"] = ErrorCatalog.AzureConflict,
        ["RetryableErrorDueToAnotherOperation"] = ErrorCatalog.AzureConflict,
        ["ReferencedResourceNotProvisioned"] = ErrorCatalog.AzureConflict,
        ["OperationPreempted"] = ErrorCatalog.AzureConflict,
        ["ResourceGroupBeingDeleted"] = ErrorCatalog.AzureConflict,
        ["OperationNotAllowedOnVMImageAsVMsBeingProvisioned"] = ErrorCatalog.AzureConflict,

        ["InUseSubnetCannotBeDeleted"] = ErrorCatalog.ResourceInUse,
        ["InUseNetworkSecurityGroupCannotBeDeleted"] = ErrorCatalog.ResourceInUse,
        ["InUseRouteTableCannotBeDeleted"] = ErrorCatalog.ResourceInUse,
        ["PublicIPAddressCannotBeDeleted"] = ErrorCatalog.ResourceInUse,
        ["PublicIPAddressInUse"] = ErrorCatalog.ResourceInUse,
        ["NatGatewayInUse"] = ErrorCatalog.ResourceInUse,
        ["LoadBalancerInUseByVirtualMachineScaleSet"] = ErrorCatalog.ResourceInUse,
        ["NetworkSecurityGroupInUseByVirtualMachineScaleSet"] = ErrorCatalog.ResourceInUse,
        ["NicInUse"] = ErrorCatalog.ResourceInUse,
        ["CannotDeleteResource"] = ErrorCatalog.ResourceInUse,
        ["DiskInUse"] = ErrorCatalog.ResourceInUse,

        ["InvalidResourceReference"] = ErrorCatalog.AzureNotFound,
        ["ParentResourceNotFound"] = ErrorCatalog.AzureNotFound,
        ["FailedIdentityOperation"] = ErrorCatalog.AzureNotFound,

        // A new principal is not known everywhere at once.
        ["PrincipalNotFound"] = ErrorCatalog.AzureUnavailable,

        ["PropertyChangeNotAllowed"] = ErrorCatalog.ImmutableInAzure,
        ["InvalidResourceLocation"] = ErrorCatalog.ImmutableInAzure,
        ["PreconditionFailed"] = ErrorCatalog.PreconditionFailed,
    };

    public static OrchestratorError ToError(int status, AzureFault fault, ArmVerb verb, string resourceId, int? retryAfterSeconds, string? correlationId)
    {
        var definition = Classify(status, fault.Code, verb, resourceId);
        var error = definition.With(MessageOf(definition, status, fault), resourceId);
        return error with
        {
            HttpStatus = status == 0 ? null : status,
            AzureCode = fault.Code,
            RetryAfterSeconds = retryAfterSeconds,
            CorrelationId = correlationId,
        };
    }

    /// <summary>Why a long-running write ended Failed; codes that the table lacks mean that the provider failed.</summary>
    public static OrchestratorError ToFailure(AzureFault? fault, string resourceId)
    {
        var definition = fault?.Code switch
        {
            null => ErrorCatalog.ProvisioningFailed,
            OperationNotAllowed => Classify(status: 409, OperationNotAllowed, ArmVerb.Put, resourceId),
            var code => ByCode.GetValueOrDefault(code, ErrorCatalog.ProvisioningFailed),
        };
        var message = fault is null ? $"Azure left {ResourceId.NameOf(resourceId)} in the state Failed." : MessageOf(definition, status: 0, fault);
        return definition.With(message, resourceId) with { AzureCode = fault?.Code };
    }

    private static ErrorDefinition Classify(int status, string? code, ArmVerb verb, string resourceId)
    {
        // Compute says OperationNotAllowed when it throttles, when a quota is used up and when a disk is attached: status and verb tell them apart.
        if (string.Equals(code, OperationNotAllowed, StringComparison.OrdinalIgnoreCase) && status != 429)
        {
            return (verb, ResourceId.TypeOf(resourceId).StartsWith("Microsoft.Compute/", StringComparison.OrdinalIgnoreCase)) switch
            {
                (ArmVerb.Put, true) => ErrorCatalog.QuotaExceeded,
                (ArmVerb.Delete, true) => ErrorCatalog.ResourceInUse,
                _ => ErrorCatalog.AzureConflict,
            };
        }

        return code is not null && ByCode.TryGetValue(code, out var known) ? known : ByStatus(status);
    }

    private static ErrorDefinition ByStatus(int status) => status switch
    {
        401 => ErrorCatalog.Unauthenticated,
        403 => ErrorCatalog.Unauthorized,
        404 => ErrorCatalog.AzureNotFound,
        408 => ErrorCatalog.AzureUnavailable,
        409 => ErrorCatalog.AzureConflict,
        412 => ErrorCatalog.PreconditionFailed,
        429 => ErrorCatalog.RateLimited,
        >= 400 and < 500 => ErrorCatalog.InvalidRequest,
        _ => ErrorCatalog.AzureUnavailable,
    };

    private static string MessageOf(ErrorDefinition definition, int status, AzureFault fault)
    {
        if (definition == ErrorCatalog.QuotaExceeded && QuotaDetails.Parse(fault.Message) is { } quota)
        {
            return quota.ToString();
        }

        var said = fault.Message is { Length: > 0 } message ? message : $"HTTP status {status}.";
        return fault.Code is null ? said : $"{fault.Code}: {said}";
    }
}
