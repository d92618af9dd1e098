using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types;
using Orchestrator.Simulator.Arm.Types.ContainerService;

namespace Orchestrator.Simulator.Arm.Compute;

/// <summary>Counts the cores of all machines, running or not, and holds them against the quotas.</summary>
internal static class CoreUsage
{
    /// <summary>Cores that a subscription uses in a location by family; <see cref="Quotas.Regional"/> holds the sum.</summary>
    public static IReadOnlyDictionary<string, int> In(string subscription, string location, ArmWorld world)
    {
        var scope = $"/subscriptions/{subscription}";
        var usage = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { [Quotas.Regional] = 0 };
        foreach (var machine in world.Resources.Under(scope, VirtualMachines.TypeName).Concat(world.Resources.Under(scope, ScaleSetInstances.TypeName)))
        {
            if (machine.Location.Same(location) && SizeOf(machine) is { } size)
            {
                usage[size.Family] = usage.GetValueOrDefault(size.Family) + size.VirtualCpus;
                usage[Quotas.Regional] += size.VirtualCpus;
            }
        }

        foreach (var pool in world.Resources.Under(scope, AgentPools.TypeName))
        {
            if (world.Resources.Find(References.OwnerOf(pool.Id))?.Location.Same(location) == true && VirtualMachineSizes.All.GetValueOrDefault(pool.Content.Text("properties.vmSize") ?? "") is { } size)
            {
                // Nodes that are still to come are spoken for.
                var cores = size.VirtualCpus * Math.Max(0, PoolSteps.Wanted(pool) - NodePools.Nodes(pool, world).Count);
                usage[size.Family] = usage.GetValueOrDefault(size.Family) + cores;
                usage[Quotas.Regional] += cores;
            }
        }

        return usage;
    }

    /// <summary>Refuses what would exceed the family's quota or the region's.</summary>
    /// <param name="id">Of the resource whose subscription is asked.</param>
    /// <exception cref="ArmException">409 OperationNotAllowed.</exception>
    public static void Check(string id, string location, VirtualMachineSize size, int machines, ArmWorld world)
    {
        var required = machines * size.VirtualCpus;
        if (required <= 0)
        {
            return;
        }

        var usage = In(References.SubscriptionOf(id), location, world);
        CheckOne(location, Quotas.Regional, "Total Regional Cores", usage[Quotas.Regional], required, world);
        CheckOne(location, size.Family, $"{size.Family} Cores", usage.GetValueOrDefault(size.Family), required, world);
    }

    private static void CheckOne(string location, string family, string title, int usage, int required, ArmWorld world)
    {
        var limit = world.Quotas.Limit(location, family);
        if (usage + required > limit)
        {
            throw ComputeErrors.QuotaExceeded(title, location, limit, usage, required);
        }
    }

    private static VirtualMachineSize? SizeOf(ArmResource machine) =>
        VirtualMachineSizes.All.GetValueOrDefault(machine.Content.Text("properties.hardwareProfile.vmSize") ?? machine.Content.Text("sku.name") ?? "");
}
