using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Machines;

namespace Orchestrator.Simulator.Arm.Types.ContainerService;

/// <summary>Drains nodes that go for good: those of a pool that is deleted, and machines that are named.</summary>
internal static class PoolDrain
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    /// <summary>The next step of deleting a pool; null when it may go.</summary>
    public static OperationStep? Next(ArmResource pool, JsonObject arguments, ArmWorld world) =>
        arguments.Flag("ignoresBudgets") ? null : Drain(NodePools.Nodes(pool, world), arguments, world);

    /// <summary>The next step of deleting machines; null when they are gone.</summary>
    public static OperationStep? NextOfMachines(ArmResource pool, JsonObject arguments, ArmWorld world)
    {
        var nodes = arguments["machines"]!.AsArray().Select(id => world.Resources.Find(id!.ToString())).OfType<ArmResource>().ToList();
        if (Drain(nodes, arguments, world) is { } step)
        {
            return step;
        }

        NodePools.Remove(pool, nodes, world);
        return null;
    }

    private static OperationStep? Drain(List<ArmResource> nodes, JsonObject arguments, ArmWorld world)
    {
        if (arguments.Text("begun") is not { } begun)
        {
            arguments["begun"] = world.Now.ToString("O");
            nodes.ForEach(node => world.Machines.Drain(node.Id));
            return new OperationStep(Look, arguments);
        }

        var blocked = nodes.Select(node => world.DrainOf(node.Id)).OfType<DrainProgress>().FirstOrDefault(static progress => !progress.Done);
        if (blocked is null)
        {
            return null;
        }

        return world.Now - DateTimeOffset.Parse(begun, CultureInfo.InvariantCulture) < Longest ? new OperationStep(Look, arguments) : new OperationStep(TimeSpan.Zero, arguments, AksErrors.DrainFailed(blocked));
    }
}
