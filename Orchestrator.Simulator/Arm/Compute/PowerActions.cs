using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types;
using Orchestrator.Simulator.Machines;

namespace Orchestrator.Simulator.Arm.Compute;

/// <summary>start, powerOff, deallocate, restart and reimage, of one machine or of instances. A machine that stops is gone from the machine side, and boots anew when it starts.</summary>
internal static class PowerActions
{
    private static readonly (double, double) Short = (8, 15);
    private static readonly (double, double) Long = (30, 45);

    /// <param name="targets">The machines that a request on a resource means.</param>
    /// <param name="define">What a machine learns at its start.</param>
    public static ResourceAction? Find(string name, Func<ArmResource, JsonObject, ArmWorld, IReadOnlyList<ArmResource>> targets, Func<ArmResource, ArmWorld, MachineDefinition> define) => name.ToLowerInvariant() switch
    {
        "start" => Make(Long, targets, (machine, world) => Start(machine, world, define)),
        "restart" or "reimage" => Make(Long, targets, (machine, world) => Reboot(machine, world, define)),
        "poweroff" => Make(Short, targets, static (machine, world) => Stop(machine, world, PowerState.Stopped)),
        "deallocate" => Make(Long, targets, static (machine, world) => Stop(machine, world, PowerState.Deallocated)),
        _ => null,
    };

    private static ResourceAction Make((double, double) latency, Func<ArmResource, JsonObject, ArmWorld, IReadOnlyList<ArmResource>> targets, Action<ArmResource, ArmWorld> end) => new(
        (resource, body, world) => (world.Within(latency), new JsonObject { ["machines"] = new JsonArray([.. targets(resource, body, world).Select(static machine => (JsonNode)machine.Id)]) }),
        (_, operation, world) =>
        {
            foreach (var machine in operation.Arguments["machines"]!.AsArray().Select(id => world.Resources.Find(id!.ToString())).OfType<ArmResource>())
            {
                end(machine, world);
            }
        });

    private static void Start(ArmResource machine, ArmWorld world, Func<ArmResource, ArmWorld, MachineDefinition> define)
    {
        if (!machine.Service.Text("power").Same(PowerState.Running))
        {
            SetPower(machine, world, PowerState.Running);
            world.Machines.Start(define(machine, world));
        }
    }

    private static void Reboot(ArmResource machine, ArmWorld world, Func<ArmResource, ArmWorld, MachineDefinition> define)
    {
        world.Machines.Delete(machine.Id);
        world.Machines.Start(define(machine, world));
        SetPower(machine, world, PowerState.Running);
    }

    private static void Stop(ArmResource machine, ArmWorld world, string state)
    {
        SetPower(machine, world, state);
        world.Machines.Delete(machine.Id);
    }

    private static void SetPower(ArmResource machine, ArmWorld world, string state)
    {
        var service = machine.Service.Copy();
        service["power"] = state;
        world.Keep(machine with { Service = service });
    }
}
