using Orchestrator.Simulator.Arm.Compute;

namespace Orchestrator.Simulator.Arm.Errors;

/// <summary>The errors of Microsoft.Compute and of the services that it calls, in their words.</summary>
internal static class ComputeErrors
{
    public static ArmException QuotaExceeded(string quota, string location, int limit, int usage, int required) =>
        new(409, "OperationNotAllowed", $"Operation could not be completed as it results in exceeding approved {quota} quota. Additional details - Deployment Model: Resource Manager, Location: {location}, Current Limit: {limit}, Current Usage: {usage}, Additional Required: {required}, (Minimum) New Limit Required: {usage + required}. Submit a request for Quota increase at https://aka.ms/ProdportalCRP/#blade/Microsoft_Azure_Capacity/UsageAndQuota.ReactView/Parameters/ by specifying parameters listed in the 'Details' section for deployment to succeed. Please read more about quota limits at https://docs.microsoft.com/en-us/azure/azure-supportability/per-vm-quota-requests");

    public static ArmException InvalidSize(string size, IEnumerable<VirtualMachineSize> sizes) =>
        ArmErrors.InvalidParameter($"The value {size} provided for the VM size is not valid. The valid sizes in the current region are: {string.Join(',', sizes.Select(static known => known.Name))}. Find out more on the valid VM sizes in each region at https://aka.ms/azure-regions.", "vmSize");

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
