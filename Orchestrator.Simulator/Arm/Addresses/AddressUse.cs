namespace Orchestrator.Simulator.Arm.Addresses;

/// <summary>One IP configuration in a subnet; the address is null until it has one.</summary>
internal sealed record AddressUse(string ConfigurationId, string SubnetId, string? Address);
