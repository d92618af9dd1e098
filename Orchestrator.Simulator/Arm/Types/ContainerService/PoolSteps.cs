using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Compute;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Machines;

namespace Orchestrator.Simulator.Arm.Types.ContainerService;

/// <summary>
/// Brings the nodes of a pool to what the pool asks for, one step at each look: the right number first, then batch by batch the right version
/// and image: surge nodes, cordon and drain, soak, reimage; at the end the surge goes. It reads how far it has come off the nodes, so that
/// an operation that was aborted or that failed is taken up by the next one.
/// </summary>
internal sealed class PoolSteps(ArmWorld world, ArmResource pool, JsonObject state)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortestLook = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBoot = TimeSpan.FromMinutes(20);
    private const int DefaultDrainMinutes = 30;

    private static (bool IsDone, ArmFault? Fault) Later => (false, null);

    private TimeSpan Wait => Look * world.Options.LatencyFactor is var scaled && scaled > ShortestLook ? scaled : ShortestLook;

    /// <summary>How many nodes the pool is to have.</summary>
    public static int Wanted(ArmResource pool) => pool.Content.Text("properties.powerState.code").Same("Stopped") ? 0 : pool.Content.Number("properties.count") ?? 0;

    /// <summary>Null when nothing is left to do.</summary>
    /// <param name="state">What must be remembered from look to look; changed in place.</param>
    public static OperationStep? Next(ArmResource pool, JsonObject state, JsonObject arguments, ArmWorld world)
    {
        var steps = new PoolSteps(world, pool, state);
        var (isDone, fault) = steps.Go();
        return isDone ? null : new OperationStep(steps.Wait, arguments, fault);
    }

    private (bool IsDone, ArmFault? Fault) Go()
    {
        var nodes = NodePools.Nodes(pool, world);
        var regular = nodes.Where(static node => !NodePools.IsSurge(node)).ToList();
        var wanted = Wanted(pool);
        if (regular.Count < wanted)
        {
            NodePools.Add(pool, wanted - regular.Count, surge: false, world);
            return Booting();
        }

        if (regular.Count > wanted)
        {
            return Shrink(regular, regular.Count - wanted);
        }

        if (nodes.Exists(node => world.NodeOf(node.Id) is not { Ready: true }))
        {
            return Since("boot") > LongestBoot ? (false, AksErrors.NodesNotReady(pool.Name)) : Later;
        }

        state.Remove("boot");
        var stale = regular.Where(node => !NodePools.IsCurrent(node, pool)).ToList();
        return stale.Count > 0 ? Roll(nodes, stale) : RemoveSurge(nodes);
    }

    private (bool, ArmFault?) Booting()
    {
        state.Remove("boot");
        return Later;
    }

    /// <summary>Nodes that are drained go; when their time is over they go as they are.</summary>
    private (bool, ArmFault?) Shrink(List<ArmResource> regular, int surplus)
    {
        var leaving = regular.OrderByDescending(ScaleSetCapacity.NumberOf).Take(surplus).ToList();
        if (!DrainAll(leaving, "shrink") && Since("shrink") < DrainTimeout)
        {
            return Later;
        }

        state.Remove("shrink");
        NodePools.Remove(pool, leaving, world);
        return Later;
    }

    private (bool, ArmFault?) Roll(List<ArmResource> nodes, List<ArmResource> stale)
    {
        var surge = Math.Min(AgentPoolRules.Surge(pool.Content, Wanted(pool)), stale.Count);
        var missing = surge - nodes.Count(NodePools.IsSurge);
        if (missing > 0)
        {
            NodePools.Add(pool, missing, surge: true, world);
            return Booting();
        }

        var batch = stale.Take(Math.Max(1, surge)).ToList();
        if (!DrainAll(batch, "drain"))
        {
            return Since("drain") < DrainTimeout ? Later : GiveUp(nodes, batch);
        }

        if (Since("soak") < Soak)
        {
            return Later;
        }

        foreach (var node in batch)
        {
            NodePools.Reimage(node, pool, world);
        }

        state.Remove("drain");
        state.Remove("soak");
        return Booting();
    }

    /// <summary>AKS lets blocked nodes take pods again, takes its surge away and leaves the pool failed.</summary>
    private (bool, ArmFault?) GiveUp(List<ArmResource> nodes, List<ArmResource> batch)
    {
        var blocked = batch.Select(node => world.DrainOf(node.Id)).OfType<DrainProgress>().FirstOrDefault(static progress => !progress.Done);
        foreach (var node in batch)
        {
            world.Machines.Uncordon(node.Id);
        }

        NodePools.Remove(pool, [.. nodes.Where(NodePools.IsSurge)], world);
        return (false, AksErrors.DrainFailed(blocked));
    }

    private (bool, ArmFault?) RemoveSurge(List<ArmResource> nodes)
    {
        var surge = nodes.Where(NodePools.IsSurge).ToList();
        if (surge.Count == 0)
        {
            return (true, null);
        }

        if (!DrainAll(surge, "surge") && Since("surge") < DrainTimeout)
        {
            return Later;
        }

        state.Remove("surge");
        NodePools.Remove(pool, surge, world);
        return Later;
    }

    /// <summary>Starts the drain the first time; true when nothing is left to move.</summary>
    private bool DrainAll(List<ArmResource> nodes, string phase)
    {
        if (state[phase] is null)
        {
            Since(phase);
            nodes.ForEach(node => world.Machines.Drain(node.Id));
            return false;
        }

        return nodes.TrueForAll(node => world.DrainOf(node.Id) is null or { Done: true });
    }

    /// <summary>How long a phase has lasted; it begins with the first question.</summary>
    private TimeSpan Since(string phase)
    {
        if (state.Text(phase) is not { } begun)
        {
            state[phase] = world.Now.ToString("O");
            return TimeSpan.Zero;
        }

        return world.Now - DateTimeOffset.Parse(begun, CultureInfo.InvariantCulture);
    }

    private TimeSpan DrainTimeout => TimeSpan.FromMinutes(pool.Content.Number("properties.upgradeSettings.drainTimeoutInMinutes") ?? DefaultDrainMinutes);

    private TimeSpan Soak => TimeSpan.FromMinutes(pool.Content.Number("properties.upgradeSettings.nodeSoakDurationInMinutes") ?? 0);
}
