namespace Orchestrator.Simulator.Arm.Errors;

/// <summary>The errors of Microsoft.Network, in its words.</summary>
internal static class NetworkErrors
{
    public static ArmException TooManyRequests(int seconds) =>
        new(429, "TooManyRequests", $"The request is throttled. Please retry after {seconds} seconds.") { RetryAfter = seconds };

    public static ArmException PublicAddressLimit(int limit) =>
        new(400, "PublicIPCountLimitReached", $"Cannot create more than {limit} public IP addresses for this subscription in this region.");

    public static ArmException AnotherOperation(string operationUrl) =>
        new(409, "AnotherOperationInProgress", $"Another operation on this or dependent resource is in progress. To retrieve status of the operation use uri: {operationUrl}.");

    public static ArmException ReferencedNotProvisioned(string referenced, string by, string state, string operation) =>
        new(429, "ReferencedResourceNotProvisioned", $"Cannot proceed with operation because resource {referenced} used by resource {by} is not in Succeeded state. Resource is in {state} state and the last operation that updated/is updating the resource is {operation}.");

    public static ArmException InvalidReference(string referenced, string by) =>
        new(400, "InvalidResourceReference", $"Resource {referenced} referenced by resource {by} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.");

    public static ArmException SubnetInUse(string name, string by) =>
        new(400, "InUseSubnetCannotBeDeleted", $"Subnet {name} is in use by {by} and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.");

    public static ArmException SecurityGroupInUse(string id, IEnumerable<string> by) =>
        new(400, "InUseNetworkSecurityGroupCannotBeDeleted", $"Network security group {id} cannot be deleted because it is in use by the following resources: {string.Join(", ", by)}. In order to delete the Network security group, remove the association with the resource(s).");

    public static ArmException RouteTableInUse(string id, IEnumerable<string> by) =>
        new(400, "InUseRouteTableCannotBeDeleted", $"Route table {id} cannot be deleted because it is in use by the following resources: {string.Join(", ", by)}.");

    public static ArmException NatGatewayInUse(string id, IEnumerable<string> by) =>
        new(400, "InUseNatGatewayCannotBeDeleted", $"Nat gateway {id} cannot be deleted because it is in use by the following resources: {string.Join(", ", by)}.");

    public static ArmException PublicAddressInUse(string id, string by) =>
        new(400, "PublicIPAddressCannotBeDeleted", $"Public IP address {id} can not be deleted since it is still allocated to resource {by}. In order to delete the public IP, disassociate/detach the Public IP address from the resource.");

    public static ArmException PublicAddressTaken(string by, string id, string owner) =>
        new(400, "PublicIPAddressInUse", $"Resource {by} is referencing public IP address {id} that is already allocated to resource {owner}.");

    public static ArmException LoadBalancerInUse(string id, IEnumerable<string> children, string by) =>
        new(400, "LoadBalancerInUseByVirtualMachineScaleSet", $"Cannot delete load balancer {id} since its child resources {string.Join(", ", children)} are in use by virtual machine scale set {by}.");

    public static ArmException SecurityGroupInUseByScaleSet(string id, string by) =>
        new(400, "NetworkSecurityGroupInUseByVirtualMachineScaleSet", $"Cannot delete network security group {id} since it is in use by virtual machine scale set {by}.");

    public static ArmException InterfaceInUse(string id, string by) =>
        new(400, "NicInUse", $"Network Interface {id} is used by existing resource {by}. In order to delete the network interface, it must be dissociated from the resource. To learn more, see aka.ms/deletenic.");

    public static ArmException InvalidName(string name) =>
        new(400, "InvalidResourceName", $"Resource name {name} is invalid. The name can be up to 80 characters long. It must begin with a word character, and it must end with a word character or with '_'. The name may contain word characters or '.', '-', '_'.");

    public static ArmException InvalidPrefix(string prefix, string id, string corrected) =>
        new(400, "InvalidCIDRNotation", $"The address prefix {prefix} in resource {id} has an invalid CIDR notation. For the given prefix length, the address prefix should be {corrected}.");

    public static ArmException InvalidPrefixFormat(string prefix, string id) =>
        new(400, "InvalidAddressPrefixFormat", $"Address prefix {prefix} of resource {id} is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.");

    public static ArmException SubnetOutsideNetwork(string subnet, string network) =>
        new(400, "NetcfgInvalidSubnet", $"Subnet '{subnet}' is not valid in virtual network '{network}'.");

    public static ArmException SubnetsOverlap(string subnet, string network) =>
        new(400, "NetcfgSubnetRangesOverlap", $"Subnet '{subnet}' is not valid because its IP address range overlaps with that of an existing subnet in virtual network '{network}'.");

    public static ArmException PrefixInUse(string prefix, string subnet) =>
        new(400, "InUsePrefixCannotBeDeleted", $"IpPrefix {prefix} on Subnet {subnet} has active allocations and cannot be deleted.");

    public static ArmException AddressNotInSubnet(string address, string prefix) =>
        new(400, "PrivateIPAddressNotInSubnet", $"Private static IP address {address} does not belong to the range of subnet prefix {prefix}.");

    public static ArmException AddressReserved(string address, string prefix) =>
        new(400, "PrivateIPAddressInReservedRange", $"Private static IP address {address} falls within reserved IP range of subnet prefix {prefix}.");

    public static ArmException AddressTaken(string configuration, string address, string owner) =>
        new(400, "PrivateIPAddressIsAllocated", $"IP configuration {configuration} is using the private IP address {address} which is already allocated to resource {owner}.");

    public static ArmException SubnetFull(string subnet, string prefix, int wanted) =>
        new(400, "SubnetIsFull", $"Subnet {subnet} with address prefix {prefix} does not have enough capacity for {wanted} IP addresses.");

    public static ArmException SubnetsNotInSameNetwork(string id) =>
        new(400, "SubnetsNotInSameVnet", $"Subnets of the IP configurations of {id} are not in the same Virtual Network.");

    public static ArmException DnsRecordInUse(string name) =>
        new(400, "DnsRecordInUse", $"DNS record {name} is already used by another public IP.");

    public static ArmException InvalidLabel(string label) =>
        new(400, "InvalidDomainNameLabel", $"The domain name label {label} is invalid. It must conform to the following regular expression: ^[a-z][a-z0-9-]{{1,61}}[a-z0-9]$.");

    public static ArmException RulePriority(int priority) =>
        new(400, "SecurityRuleInvalidPriority", $"Security rule has invalid Priority. Value provided: {priority} Allowed range 100-4096.");

    public static ArmException RuleConflict(string rule, string other) =>
        new(400, "SecurityRuleConflict", $"Security rule {rule} conflicts with rule {other}. Rules cannot have the same Priority and Direction.");

    public static ArmException FrontendPortConflict(string rule, string other) =>
        new(400, "RulesUseSameFrontendPortProtocolAndIPConfig", $"Load balancing rules {rule} and {other} use the same frontend port, protocol and frontend IP configuration.");

    public static ArmException PeeringExists(string id, string other, string remote) =>
        new(400, "AnotherPeeringAlreadyReferencesRemoteVnet", $"Peering {id} cannot be created or updated because another peering {other} already references remote virtual network {remote}.");

    public static ArmException RemotePeeringDisconnected(string id, string remotePeering, string network) =>
        new(400, "RemotePeeringIsDisconnected", $"Cannot create or update peering {id} because remote peering {remotePeering} referencing parent virtual network {network} is in Disconnected state. Update or re-create the remote peering to get it back to Initiated state. Peering gets Disconnected when remote vnet or remote peering is deleted and re-created.");

    public static ArmException SpacesOverlap(string id, string local, string remote, string prefix) =>
        new(400, "VnetAddressSpacesOverlap", $"Cannot create or update peering {id}. Virtual networks {local} and {remote} cannot be peered because their address spaces overlap. Overlapping address prefixes: {prefix}.");

    public static ArmException SpaceOverlapsPeered(string id, string local, string remote, string peered, string prefix) =>
        new(400, "VnetAddressSpaceOverlapsWithAlreadyPeeredVnet", $"Cannot create or update peering {id}. Virtual networks {local} and {remote} cannot be peered because address space of the first virtual network overlaps with address space of virtual network {peered} already peered with the second virtual network. Overlapping address prefixes: {prefix}.");

    public static ArmException DdosPlanInUse(string id, IEnumerable<string> by) =>
        new(400, "InUseDdosProtectionPlanCannotBeDeleted", $"DDoS protection plan {id} cannot be deleted because it is in use by the following resources: {string.Join(", ", by)}.");

    public static ArmException InvalidPrefixLength(string id, int? length, int least, int most) =>
        new(400, "InvalidPublicIpPrefixLength", $"Public IP prefix {id} has prefix length {length?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "(none)"}; it must be between {least} and {most}.");

    public static ArmException PrefixHasAddresses(string id, IEnumerable<string> by) =>
        new(400, "InUsePublicIpPrefixCannotBeDeleted", $"Public IP prefix {id} cannot be deleted because it is in use by the following resources: {string.Join(", ", by)}.");

    public static ArmException PrefixExhausted(string id, string prefix) =>
        new(400, "PublicIpPrefixHasNoFreeAddress", $"Public IP address {id} cannot be allocated because all addresses of public IP prefix {prefix} are in use.");

    public static ArmException Invalid(string message) => new(400, "InvalidRequestFormat", message);
}
