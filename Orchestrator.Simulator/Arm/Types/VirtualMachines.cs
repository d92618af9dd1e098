using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Compute;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

internal sealed class VirtualMachines : ComputeType
{
    public const string TypeName = "Microsoft.Compute/virtualMachines";

    public override string Name => TypeName;

    public override OperationLatency Latency { get; } = new((48, 60), (10, 20), (38, 44));

    public override IReadOnlyList<string> Immutable =>
    [
        "zones", "properties.storageProfile.imageReference", "properties.osProfile.computerName", "properties.osProfile.adminUsername", "properties.osProfile.customData",
        "properties.storageProfile.osDisk.name", "properties.storageProfile.osDisk.managedDisk.storageAccountType", "properties.networkProfile.networkInterfaces", "properties.priority",
        "properties.availabilitySet.id", "properties.virtualMachineScaleSet.id",
    ];

    public override void Accept(ResourceWrite write)
    {
        ComputeNames.Check(write.Name, 64, "vmName");
        var size = CheckSize(write.Content.Text("properties.hardwareProfile.vmSize"), write);
        CheckZones(write);
        Require(write, "properties.storageProfile.osDisk");
        Require(write, "properties.networkProfile.networkInterfaces");
        CheckCustomData(write.Content.Text("properties.osProfile.customData"));
        AcceptIdentity(write);
        CheckCards(write);
        CheckSets(write);
        CheckComputerName(write);
        ImageReferences.Check(write, write.Content.At("properties.storageProfile.imageReference"));
        var before = write.Existing is { } existing ? CheckSize(existing.Content.Text("properties.hardwareProfile.vmSize"), write) : null;
        if (before != size)
        {
            CoreUsage.Check(write.Id, write.Location, before is not null && before.Family.Same(size.Family) ? size with { VirtualCpus = size.VirtualCpus - before.VirtualCpus } : size, 1, write.World);
        }

        write.Service.Default("vmId", write.World.NewGuid().ToString());
        write.Service.Default("timeCreated", write.World.Now.ToString("O"));
        write.Service.Default("power", PowerState.Running);
        AcceptDisks(write);
    }

    public override void Begin(ResourceWrite write)
    {
        var profile = write.Properties["storageProfile"]!;
        foreach (var disk in profile.Items("dataDisks").Prepend(profile["osDisk"]!.AsObject()))
        {
            var id = disk.Text("managedDisk.id")!;
            if (write.World.Resources.Find(id) is null)
            {
                write.World.Keep(NewDisk(write, disk, id));
            }
        }
    }

    public override ArmResource Finish(ArmResource resource, ArmOperation operation, ArmWorld world)
    {
        // A machine whose creation failed starts when a later write succeeds; starting one that runs does nothing.
        if (resource.Service.Text("power") == PowerState.Running)
        {
            world.Machines.Start(MachineDefinitions.OfMachine(resource, world));
        }

        return resource;
    }

    public override void Deleted(ArmResource resource, ArmWorld world)
    {
        world.Machines.Delete(resource.Id);
        var disks = resource.Content.Items("properties.storageProfile.dataDisks").Append(resource.Content.At("properties.storageProfile.osDisk")!.AsObject());
        foreach (var disk in disks.Where(static disk => disk.Text("deleteOption").Same("Delete")))
        {
            world.Resources.Remove(disk.Text("managedDisk.id")!);
        }

        foreach (var card in resource.Content.Items("properties.networkProfile.networkInterfaces").Where(static card => card.Text("properties.deleteOption").Same("Delete")))
        {
            world.Resources.Remove(card.Text("id")!);
        }
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        base.Render(resource, view, world);
        var properties = view.Ensure("properties");
        var extensions = world.Resources.Under(resource.Id, VirtualMachineExtensions.TypeName).Select(world.Render).ToList();
        if (extensions.Count > 0)
        {
            view["resources"] = new JsonArray([.. extensions]);
        }

        properties["vmId"] = resource.Service["vmId"]?.DeepClone();
        properties["timeCreated"] = resource.Service["timeCreated"]?.DeepClone();
    }

    public override JsonNode? Subresource(string name, ArmResource resource, ArmWorld world) =>
        name.Same("instanceView") ? InstanceViews.Of(resource, resource.Content.Text("properties.osProfile.computerName")) : null;

    public override ResourceAction? Action(string name) => PowerActions.Find(name, static (machine, _, _) => [machine], MachineDefinitions.OfMachine);

    /// <summary>A machine is in zones, in an availability set or in a scale set that spreads it; the first two exclude each other, and so do the last two.</summary>
    private static void CheckSets(ResourceWrite write)
    {
        var set = write.Content.Text("properties.availabilitySet.id");
        if (set is not null && write.Content["zones"] is JsonArray { Count: > 0 })
        {
            throw new ArmException(400, "BadRequest", "Virtual Machine cannot be created because both Availability Zone and Availability Set were specified. Deploying an Availability Set to an Availability Zone isn't supported.");
        }

        if (write.Content.Text("properties.virtualMachineScaleSet.id") is not { } scaleSetId)
        {
            return;
        }

        if (set is not null)
        {
            throw new ArmException(400, "BadRequest", "Virtual Machine cannot reference both an Availability Set and a Virtual Machine Scale Set.");
        }

        if (write.World.Resources.Find(scaleSetId) is { } scaleSet && !FlexibleInstances.IsFlexible(scaleSet.Content))
        {
            throw new ArmException(400, "BadRequest", $"Virtual Machine Scale Set '{scaleSetId}' is not in Flexible orchestration mode: virtual machines cannot join it.");
        }
    }

    private static void CheckComputerName(ResourceWrite write)
    {
        var name = write.Content.Text("properties.osProfile.computerName") ?? "";
        if (write.Content.Text("properties.storageProfile.osDisk.osType").Same("Windows") && name.Length > 15)
        {
            throw ArmErrors.InvalidParameter($"Windows computer name cannot be more than 15 characters long, be entirely numeric, or contain special characters; '{name}' is.", "osProfile.computerName");
        }
    }

    private static void CheckCards(ResourceWrite write)
    {
        foreach (var id in write.Content.Items("properties.networkProfile.networkInterfaces").Select(static card => card.Text("id")).OfType<string>())
        {
            if (write.World.Resources.Referrers(id, TypeName).FirstOrDefault(other => !other.Id.Same(write.Id)) is { } owner)
            {
                throw new ArmException(400, "NicInUse", $"Network Interface {id} is used by existing resource {owner.Id}. A network interface can be attached to one virtual machine at a time.");
            }
        }
    }

    private static void AcceptDisks(ResourceWrite write)
    {
        var profile = write.Properties["storageProfile"]!.AsObject();
        var system = profile["osDisk"]!.AsObject();
        system.Default("osType", "Linux");
        system.Default("name", $"{write.Name}_OsDisk_1_{write.World.NewGuid():N}");
        system.Default("deleteOption", "Detach");
        profile.Default("dataDisks", new JsonArray());
        foreach (var disk in profile.Items("dataDisks").Append(system))
        {
            disk.Default("name", $"{write.Name}_DataDisk_{disk["lun"]}");
            disk.Ensure("managedDisk").Default("id", $"{write.Id[..write.Id.LastIndexOf("/providers/", StringComparison.Ordinal)]}/providers/{Disks.TypeName}/{disk["name"]}");
        }
    }

    private static ArmResource NewDisk(ResourceWrite write, JsonObject disk, string id)
    {
        var content = new JsonObject
        {
            ["location"] = write.Location,
            ["sku"] = new JsonObject { ["name"] = disk.Text("managedDisk.storageAccountType") ?? "Standard_LRS" },
            ["properties"] = new JsonObject
            {
                ["creationData"] = new JsonObject { ["createOption"] = disk.Text("createOption") ?? "FromImage" },
                ["diskSizeGB"] = disk.Number("diskSizeGB") ?? 30,
            },
        };
        if (write.Content["zones"] is { } zones)
        {
            content["zones"] = zones.DeepClone();
        }

        return new ArmResource(id, Disks.TypeName, disk.Text("name")!, content, new JsonObject { ["timeCreated"] = write.World.Now.ToString("O") }, ArmResource.Succeeded, "", "PutDiskOperation");
    }
}
