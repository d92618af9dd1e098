using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Graphs;

/// <summary>
/// Reads a cluster's surroundings: the resource groups, then one list for each type and group that exists. Azure's list of all resources of a
/// group would be one call, but it leaves their properties out.
/// </summary>
public sealed class InventoryReader
{
    private static readonly string[] Types =
    [
        ArmTypes.VirtualNetwork, ArmTypes.NetworkSecurityGroup, ArmTypes.RouteTable, ArmTypes.PublicIPAddress, ArmTypes.NatGateway,
        ArmTypes.LoadBalancer, ArmTypes.NetworkInterface, ArmTypes.VirtualMachine, ArmTypes.VirtualMachineScaleSet, ArmTypes.Disk,
    ];

    /// <exception cref="OrchestratorException">Azure refused a read.</exception>
    public async Task<ClusterInventory> ReadAsync(ClusterSpec spec, ArmConnection arm, string operationId, CancellationToken cancellation)
    {
        string[] groups = [ClusterResourceIds.ResourceGroup(spec), ClusterResourceIds.NetworkResourceGroup(spec)];
        var read = await Task.WhenAll(groups.Distinct(StringComparer.OrdinalIgnoreCase).Select(g => ReadGroupAsync(g, arm, operationId, cancellation))).ConfigureAwait(false);
        return new ClusterInventory(read.SelectMany(static r => r));
    }

    private static async Task<IEnumerable<JsonObject>> ReadGroupAsync(string group, ArmConnection arm, string operationId, CancellationToken cancellation)
    {
        var read = await arm.GetAsync(group, operationId, cancellation).ConfigureAwait(false);
        if (read.IsNotFound)
        {
            return [];
        }

        Throw(read.Error);
        var lists = await Task.WhenAll(Types.Select(type => ListAsync(group, type, arm, operationId, cancellation))).ConfigureAwait(false);
        return lists.SelectMany(static l => l).Prepend(WithId(read.Resource!, group));
    }

    private static async Task<IReadOnlyList<JsonObject>> ListAsync(string group, string type, ArmConnection arm, string operationId, CancellationToken cancellation)
    {
        var (items, error) = await arm.ListAsync(group, type, operationId, cancellation).ConfigureAwait(false);

        // The group may go while we read: then it holds nothing.
        Throw(error is { HttpStatus: 404 } ? null : error);
        return items;
    }

    private static JsonObject WithId(JsonObject resource, string id)
    {
        resource["id"] = id;
        return resource;
    }

    private static void Throw(OrchestratorError? error)
    {
        if (error is not null)
        {
            throw new OrchestratorException(error);
        }
    }
}
