using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Compute;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>An agent inside a machine: it needs a machine that runs, and each handler is there once.</summary>
internal sealed class VirtualMachineExtensions : ComputeType
{
    public const string TypeName = "Microsoft.Compute/virtualMachines/extensions";

    public override string Name => TypeName;

    public override OperationLatency Latency { get; } = new((20, 40), (15, 30), (10, 20));

    /// <summary>All writes under one machine take turns.</summary>
    public override string Lock(string id) => References.OwnerOf(id)!;

    public override bool IsTracked => false;

    public override bool DeletePreempts => false;

    public override IReadOnlyList<string> Immutable => ["properties.publisher", "properties.type"];

    public override void Accept(ResourceWrite write)
    {
        var machine = write.World.Resources.Find(References.OwnerOf(write.Id))!;
        write.Content["location"] = machine.Location;
        foreach (var required in new[] { "publisher", "type", "typeHandlerVersion" })
        {
            Require(write, $"properties.{required}");
        }

        var twin = write.World.Resources.Under(machine.Id, TypeName).FirstOrDefault(other => !other.Id.Same(write.Id) && HandlerOf(other.Content).Same(HandlerOf(write.Content)));
        if (twin is not null)
        {
            throw new ArmException(400, "BadRequest", $"Multiple VMExtensions per handler not supported for OS type '{machine.Content.Text("properties.storageProfile.osDisk.osType")}'. VMExtension '{twin.Name}' with handler '{HandlerOf(twin.Content)}' already added or specified in input.");
        }

        CheckRuns(machine);
        write.Properties.Default("autoUpgradeMinorVersion", false);
    }

    public override void CheckDelete(ArmResource resource, ArmWorld world) => CheckRuns(world.Resources.Find(References.OwnerOf(resource.Id))!);

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        base.Render(resource, view, world);

        // The contract of extensions declares no etag.
        view.Remove("etag");
    }

    private static string HandlerOf(JsonObject content) => $"{content.Text("properties.publisher")}.{content.Text("properties.type")}";

    private static void CheckRuns(ArmResource machine)
    {
        if (!machine.Service.Text("power").Same(PowerState.Running))
        {
            throw new ArmException(409, "OperationNotAllowed", "Cannot modify extensions in the VM when the VM is not running.");
        }
    }
}
