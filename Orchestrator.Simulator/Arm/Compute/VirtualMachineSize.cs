namespace Orchestrator.Simulator.Arm.Compute;

/// <summary>A VM size as Azure's SKU list describes it.</summary>
/// <param name="Family">As quotas name it, such as <c>standardDSv3Family</c>.</param>
public sealed record VirtualMachineSize(string Name, string Family, int VirtualCpus, double MemoryGiB, int MaxDataDisks, bool PremiumDisks, string Architecture);
