namespace Orchestrator.Simulator.Machines;

/// <summary>What Azure knows of one machine when it starts: all that the simulated machine may learn from outside itself.</summary>
/// <param name="ResourceId">The ARM id of the virtual machine or of the scale-set instance.</param>
/// <param name="CustomDataBase64">The user data as it was sent; null when there is none.</param>
/// <param name="LoadBalancerBackendPoolIds">The ARM ids of the backend pools that the machine's network interfaces are in.</param>
public sealed record MachineDefinition(
    string ResourceId,
    string ComputerName,
    string Location,
    string VmSize,
    string ImageReference,
    string? CustomDataBase64,
    string? Zone,
    string PrivateIPAddress,
    string SubnetId,
    IReadOnlyList<string> LoadBalancerBackendPoolIds,
    IReadOnlyDictionary<string, string> Tags,
    int DataDiskCount)
{
    /// <summary>What the machine is in a managed cluster; null for machines that do as their user data says.</summary>
    public ManagedNode? Node { get; init; }
}
