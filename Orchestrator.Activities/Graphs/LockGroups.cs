using Orchestrator.Activities.Azure;

namespace Orchestrator.Activities.Graphs;

/// <summary>Names of the groups whose writes Azure takes one at a time: those of one virtual network, load balancer or scale set.</summary>
internal static class LockGroups
{
    /// <param name="parentId">The network, load balancer or scale set itself.</param>
    public static string Of(string parentId) => ResourceId.TypeOf(parentId) switch
    {
        ArmTypes.VirtualNetwork => $"vnet:{parentId.ToLowerInvariant()}",
        ArmTypes.LoadBalancer => $"lb:{parentId.ToLowerInvariant()}",
        ArmTypes.VirtualMachineScaleSet => $"vmss:{parentId.ToLowerInvariant()}",
        _ => parentId.ToLowerInvariant(),
    };
}
