using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.RoleAssignment;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Graphs;

/// <summary>What we made for an earlier spec, or for a machine that is no more, and the spec no longer has.</summary>
internal static class RetiredResources
{
    private const string NetworkInterfaceInfix = "-nic";

    /// <summary>Steps that delete it, after everything that the spec wants is done: until then it may be in use.</summary>
    public static IReadOnlyList<GraphStep> Steps(ClusterSurroundings surroundings, IReadOnlyList<GraphStep> graph, IReadOnlyList<ClusterSpec> prior)
    {
        var wanted = graph.Select(static s => s.ResourceId).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var pool in surroundings.Spec.MachinePools)
        {
            wanted.Add(ClusterResourceIds.VirtualMachineScaleSet(surroundings.Spec, pool.Name));
        }

        var roles = prior.SelectMany(RolesOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var retired = surroundings.OwnedResources
            .Where(id => !wanted.Contains(id) && ResourceId.TypeOf(id) != ArmTypes.ResourceGroup && (roles.Contains(id) || IsRetired(surroundings, id)))
            .ToList();
        var builder = new GraphBuilder();
        ClusterDeletionGraph.AddResources(builder, retired, first: []);
        var keys = graph.Select(static s => s.Key).ToHashSet(StringComparer.Ordinal);
        return [.. builder.Build().Where(s => !keys.Contains(s.Key)).Select(s => s with { DependsOn = [.. keys, .. s.DependsOn] })];
    }

    /// <summary>Ids of the roles that a spec gave to identities and pools; those of single machines go with their machines.</summary>
    private static IEnumerable<string> RolesOf(ClusterSpec spec) =>
    [
        .. IdentityRole.Of(spec).Select(static role => role.AssignmentId),
        .. spec.MachinePools.Where(static pool => pool.Machine.Identity == MachineIdentityType.SystemAssigned)
            .Select(pool => RoleAssignmentDefinition.IdOf(spec, pool.Machine, ClusterResourceIds.VirtualMachineScaleSet(spec, pool.Name))),
    ];

    /// <summary>Of machines' own resources only those whose machine is gone; the machines themselves are the rollout's to remove.</summary>
    private static bool IsRetired(ClusterSurroundings surroundings, string id)
    {
        var name = ResourceId.NameOf(id);
        if (ResourceId.ParentOf(id) is not null && !surroundings.Recorded.Contains(id))
        {
            // A child without a record is somebody else's, even inside a parent of ours.
            return false;
        }

        return ResourceId.TypeOf(id) switch
        {
            ArmTypes.VirtualMachine => false,
            ArmTypes.VirtualNetwork => false,
            ArmTypes.VirtualMachineExtension => false,

            // Machines leave it only by being replaced.
            ArmTypes.AvailabilitySet => surroundings.Inventory.Find(id)?["properties"]?["virtualMachines"] is not JsonArray { Count: > 0 },
            ArmTypes.NetworkInterface => surroundings.Inventory.Find(id)?["properties"]?["virtualMachine"] is null
                && name.LastIndexOf(NetworkInterfaceInfix, StringComparison.Ordinal) is > 0 and var end && !HasMachine(surroundings, name[..end]),
            ArmTypes.InboundNatRule => !HasMachine(surroundings, name),
            ArmTypes.Disk => surroundings.Recorded.Contains(id) && !HasMachine(surroundings, name[..name.LastIndexOf('_')]),
            ArmTypes.RoleAssignment => false,
            _ => true,
        };
    }

    private static bool HasMachine(ClusterSurroundings surroundings, string machine) =>
        surroundings.Inventory.Find(ClusterResourceIds.VirtualMachine(surroundings.Spec, machine)) is not null;
}
