using Orchestrator.Simulator.Arm.Compute;

namespace Orchestrator.Simulator.Arm.Errors;

/// <summary>The errors of Microsoft.Compute and of the services that it calls, in their words.</summary>
internal static class ComputeErrors
{
    public static ArmException QuotaExceeded(string quota, string location, int limit, int usage, int required) =>
        new(409, "OperationNotAllowed", $"Operation could not be completed as it results in exceeding approved {quota} quota. Additional details - Deployment Model: Resource Manager, Location: {location}, Current Limit: {limit}, Current Usage: {usage}, Additional Required: {required}, (Minimum) New Limit Required: {usage + required}. Submit a request for Quota increase at https://aka.ms/ProdportalCRP/#blade/Microsoft_Azure_Capacity/UsageAndQuota.ReactView/Parameters/ by specifying parameters listed in the 'Details' section for deployment to succeed. Please read more about quota limits at https://docs.microsoft.com/en-us/azure/azure-supportability/per-vm-quota-requests");

    public static ArmException InvalidSize(string size, IEnumerable<VirtualMachineSize> sizes) =>
        ArmErrors.InvalidParameter($"The value {size} provided for the VM size is not valid. The valid sizes in the current region are: {string.Join(',', sizes.Select(static known => known.Name))}. Find out more on the valid VM sizes in each region at https://aka.ms/azure-regions.", "vmSize");

    public static ArmException TooManyModels(string name, int limit) =>
        new(409, "OperationNotAllowed", $"Virtual Machine Scale Set '{name}' has reached its limit of {limit} models that may be referenced by one or more VMs belonging to the Virtual Machine Scale Set. Upgrade the VMs to the latest model of the Virtual Machine Scale Set before trying again.");

    public static ArmException GalleryImageNotFound(string id, string location) =>
        new(404, "GalleryImageNotFound", $"The gallery image {id} is not available in {location} region. Please contact image owner to replicate to this region, or change your requested region.") { Target = "imageReference" };

    public static ArmException ImageNotFound(string id) =>
        new(404, "NotFound", $"The Image '{id}' cannot be found in the region of the machine.") { Target = "imageReference" };

    public static ArmException PlatformImageNotFound(string publisher, string offer, string sku, string version, string location) =>
        new(404, "PlatformImageNotFound", $"The platform image '{publisher}:{offer}:{sku}:{version}' is not available. Verify that all fields in the storage profile are correct; the location is '{location}'.") { Target = "imageReference" };

    public static ArmException PlanMissing(string id) =>
        new(400, "VMMarketplaceInvalidInput", $"Creating a virtual machine from Marketplace image or a custom image sourced from a Marketplace image requires Plan information in the request. VM: '{id}'.");

    public static ArmException TermsNotAccepted(string publisher, string offer, string sku) =>
        new(400, "MarketplacePurchaseEligibilityFailed", $"Marketplace purchase eligibility check returned errors. See inner errors for details. Terms of publisher '{publisher}', offer '{offer}', plan '{sku}' have not been accepted on this subscription.");

    public static ArmException SkuNotAvailableInZone(string id, string size, string location, string zones) =>
        new(409, "SkuNotAvailable", $"The requested size for resource '{id}' is currently not available in location '{location}' zones '{zones}' for subscription. The size is '{size}'. Please try another size or deploy to a different location or zones. See https://aka.ms/azureskunotavailable for details.");

    public static ArmException SkuNotAvailable(string size, string location) =>
        new(409, "SkuNotAvailable", $"The requested VM size for resource 'Following SKUs have failed for Capacity Restrictions: {size}' is currently not available in location '{location}'. Please try another size or deploy to a different location or different zone. See https://aka.ms/azureskunotavailable for details.");

    public static ArmException InvalidInstance(string id) =>
        ArmErrors.InvalidParameter($"The provided instanceId {id} is not an active Virtual Machine Scale Set VM instanceId.", "instanceIds");

    public static ArmException InvalidCustomData() =>
        ArmErrors.InvalidParameter("Custom data in OSProfile must be in Base64 encoding and with a maximum length of 87380 characters.", "customData");

    public static ArmException IdentityNotFound(string id, string identity) =>
        new(400, "FailedIdentityOperation", $"Identity operation for resource '{id}' failed with error 'Failed to perform resource identity operation. Status: 'BadRequest'. Response: '{{\"error\":{{\"code\":\"BadRequest\",\"message\":\"Resource '{identity}' was not found.\"}}}}''.");

    public static ArmException DiskAttached(string name, string machine) =>
        new(409, "OperationNotAllowed", $"Disk {name} is attached to VM {machine}.");

    public static ArmException ZoneNotSupported(string id, string zones, string location) =>
        new(400, "AvailabilityZoneNotSupported", $"The zone(s) '{zones}' for resource '{id}' is not supported. The supported zones for location '{location}' are listed by Microsoft.Compute/skus.");

    public static ArmFault Preempted() =>
        new("OperationPreempted", "Operation execution has been preempted by a more recent operation.");

    public static ArmException Throttled(string policy, int limit, int measured, DateTimeOffset now, int retryAfter) =>
        new(429, "OperationNotAllowed", "The server rejected the request because too many requests have been received for this subscription.")
        {
            Bare = true,
            RetryAfter = retryAfter,
            Details = [new ArmFault("TooManyRequests", $"{{\"operationGroup\":\"{policy}\",\"startTime\":\"{now.AddMinutes(-1):O}\",\"endTime\":\"{now:O}\",\"allowedRequestCount\":{limit},\"measuredRequestCount\":{measured}}}", policy)],
        };
}
