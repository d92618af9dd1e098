using Orchestrator.Contracts.Errors;
using static Orchestrator.Contracts.Errors.ErrorCatalog;

namespace Orchestrator.Activities.Azure;

/// <summary>Azure's error codes that say more than their HTTP status. A code that is missing here is read by its status.</summary>
public static class ArmErrorTable
{
    private const string WaitForGroup = "Nothing to do: it goes on once the group is gone.";
    private const string OtherName = "Choose another name.";

    public static IReadOnlyList<ArmErrorRule> Rules { get; } =
    [
        .. All(Unauthenticated, "AuthenticationFailed", "InvalidAuthenticationToken", "InvalidAuthenticationTokenTenant", "InvalidAuthenticationTokenAudience"),
        new("ExpiredAuthenticationToken", AzureUnavailable, "Nothing to do: the next request brings a new token."),
        .. All(Unauthorized, "AuthorizationFailed", "LinkedAuthorizationFailed"),
        new("RequestDisallowedByPolicy", PolicyOrLock, "Ask for an exemption from the policy that Azure's message names, or change what it forbids."),
        new("RequestDisallowedByAzure", PolicyOrLock, "Choose a location or size that Azure allows this subscription."),
        new("ScopeLocked", PolicyOrLock, "Remove the lock from the resource or its group, then retry."),
        new("ReadOnlyDisabledSubscription", SubscriptionDisabled),
        new("SubscriptionNotFound", AzureNotFound, "Correct the subscription id, or choose an identity of the tenant that holds it."),
        new("MissingSubscriptionRegistration", ProviderNotRegistered),
        .. All(MarketplaceTerms, "MarketplacePurchaseEligibilityFailed", "ResourcePurchaseValidationFailed", "VMMarketplaceInvalidInput"),

        .. All(QuotaExceeded, "QuotaExceeded", "ResourceQuotaExceeded", "ManagedClusterCountExceedsQuotaLimit"),
        new("PublicIPCountLimitReached", QuotaExceeded, "Raise the quota of public IP addresses in the location, or remove some."),
        new("SubnetIsFull", QuotaExceeded, "Use a larger subnet, or remove machines from this one."),
        new("DeploymentQuotaExceeded", QuotaExceeded, "Delete old deployments from the resource group's history."),
        .. All(RateLimited, "TooManyRequests", "Throttled", "SubscriptionRequestsThrottled", "ResourceRequestsThrottled", "ResourceCollectionRequestsThrottled", "TenantRequestsThrottled"),

        new("AllocationFailed", CapacityDepleted),
        new("ZonalAllocationFailed", CapacityDepleted, "Wait, or choose another zone or size."),
        new("OverconstrainedAllocationRequest", CapacityDepleted, "Wait, or drop a constraint such as the zone, the placement group or accelerated networking."),
        new("OverconstrainedZonalAllocationRequest", CapacityDepleted, "Wait, or choose another zone, or drop a constraint."),
        new("SkuNotAvailable", SkuNotAvailable),

        .. All(AzureConflict, "AnotherOperationInProgress", "RetryableError", "RetryableErrorDueToAnotherOperation", "ReferencedResourceNotProvisioned", "OperationPreempted"),
        .. All(AzureConflict, "CanceledAndSupersededDueToAnotherOperation", "OperationNotAllowedOnVMImageAsVMsBeingProvisioned", "DeploymentActiveAndUneditable"),
        new("ResourceGroupBeingDeleted", AzureConflict, WaitForGroup),
        new("PreconditionFailed", PreconditionFailed),
        new("StorageAccountAlreadyTaken", NotOurs, OtherName),
        new("DnsRecordInUse", NotOurs, OtherName),
        new("RoleAssignmentExists", NotOurs, "Remove the other assignment of the same role to the same identity, then retry."),

        .. All(ResourceInUse, "PublicIPAddressCannotBeDeleted", "PublicIPAddressInUse", "NatGatewayInUse", "VnetInUse", "NicInUse", "DiskInUse", "CannotDeleteResource"),
        .. All(ResourceInUse, "LoadBalancerInUseByVirtualMachineScaleSet", "NetworkSecurityGroupInUseByVirtualMachineScaleSet", "PrivateIPAddressIsAllocated"),
        .. All(ResourceInUse, "CannotDeleteLoadBalancerWithPrivateLinkService"),

        .. All(ReferenceNotFound, "InvalidResourceReference", "ParentResourceNotFound", "PrincipalNotFound"),
        .. All(AzureNotFound, "ResourceGroupNotFound", "ResourceNotFound", "FailedIdentityOperation"),
        new("PlatformImageNotFound", AzureNotFound, "Choose an image and version that the location has."),
        new("GalleryImageNotFound", AzureNotFound, "Choose an image version that is replicated to the location and shared with the identity."),

        .. All(ImmutableInAzure, "PropertyChangeNotAllowed", "InvalidResourceLocation", "RoleAssignmentUpdateNotPermitted"),
        new("NoRegisteredProviderFound", InvalidRequest, "Choose a location that Azure's message lists."),
        new("AvailabilityZoneNotSupported", InvalidRequest, "Choose zones that the location has for the size."),
        .. All(InvalidRequest, "InvalidParameter", "InvalidRequestContent", "InvalidRequestFormat", "InvalidTemplate", "LocationRequired", "ReservedResourceName"),
        .. All(InvalidRequest, "InvalidResourceType", "InvalidResourceNamespace", "MissingApiVersionParameter", "InvalidApiVersionParameter"),
        .. All(InvalidRequest, "PrivateIPAddressInReservedRange", "PrivateIPAddressNotInSubnet", "SubnetsNotInSameVnet", "NetcfgInvalidSubnet", "NetcfgSubnetRangesOverlap"),
        .. All(InvalidRequest, "VnetAddressSpaceCannotChangeDueToPeerings"),
        .. All(AzureUnavailable, "InternalServerError", "InternalBillingError", "GatewayTimeout", "BadGateway", "ServiceUnavailable", "ServerTimeout"),
    ];

    /// <summary>Codes that say only that something inside failed; what, is in their details.</summary>
    public static IReadOnlyList<string> Wrappers { get; } = ["DeploymentFailed", "InvalidTemplateDeployment", "ResourceDeploymentFailure", "MultipleErrorsOccurred", "ResourceGroupDeletionBlocked"];

    private static readonly Dictionary<string, ArmErrorRule> ByCode = Rules.ToDictionary(static r => r.Code, StringComparer.OrdinalIgnoreCase);

    public static ArmErrorRule? Find(string? code) => code is null ? null : ByCode.GetValueOrDefault(code) ?? Family(code);

    internal static bool IsWrapper(string? code) => Wrappers.Contains(code, StringComparer.OrdinalIgnoreCase);

    /// <summary>Network names such a code for each of its types: InUseSubnetCannotBeDeleted, InUseRouteTableCannotBeDeleted and so on.</summary>
    private static ArmErrorRule? Family(string code) =>
        code.StartsWith("InUse", StringComparison.OrdinalIgnoreCase) && code.EndsWith("CannotBeDeleted", StringComparison.OrdinalIgnoreCase)
            ? new ArmErrorRule(code, ResourceInUse)
            : null;

    private static IEnumerable<ArmErrorRule> All(ErrorDefinition definition, params string[] codes) => codes.Select(code => new ArmErrorRule(code, definition));
}
