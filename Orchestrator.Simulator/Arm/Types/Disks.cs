using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

internal sealed class Disks : ResourceType
{
    public const string TypeName = "Microsoft.Compute/disks";

    public override string Name => TypeName;

    public override ProviderStyle Provider => ProviderStyle.Compute;

    public override OperationLatency Latency { get; } = new((4, 8), (4, 8), (4, 8));

    /// <summary>Disks are of the older kind that accepts a PUT with 202.</summary>
    public override int WriteStatus(bool created) => 202;

    public override IReadOnlyList<string> Immutable => ["zones", "properties.creationData.createOption"];

    public override void Accept(ResourceWrite write)
    {
        write.Content.Ensure("sku").Default("name", "Standard_LRS");
        write.Service.Default("timeCreated", write.World.Now.ToString("O"));
        if (write.Content.Text("properties.creationData.createOption").Same("Empty") && write.Content.Number("properties.diskSizeGB") is null)
        {
            throw ArmErrors.InvalidParameter("Required parameter 'disk.diskSizeGB' is missing (null).", "disk.diskSizeGB");
        }
    }

    public override void CheckDelete(ArmResource resource, ArmWorld world)
    {
        if (MachineOf(resource, world) is { } machine)
        {
            throw ComputeErrors.DiskAttached(resource.Name, machine.Id);
        }
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        // The contract of disks declares no etag.
        view.Remove("etag");
        var machine = MachineOf(resource, world);
        var properties = view.Ensure("properties");
        properties["diskState"] = machine is null ? "Unattached" : "Attached";
        properties["timeCreated"] = resource.Service["timeCreated"]?.DeepClone();
        if (machine is not null)
        {
            view["managedBy"] = machine.Id;
        }
    }

    private static ArmResource? MachineOf(ArmResource disk, ArmWorld world) => world.Resources.Referrers(disk.Id, VirtualMachines.TypeName).FirstOrDefault();
}
