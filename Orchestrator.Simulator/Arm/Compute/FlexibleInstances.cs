using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types;

namespace Orchestrator.Simulator.Arm.Compute;

/// <summary>The instances of a Flexible scale set: virtual machines of their own, each with interfaces and disks of its own.</summary>
internal static class FlexibleInstances
{
    private static readonly string[] Copied = ["securityProfile", "diagnosticsProfile", "priority", "evictionPolicy", "billingProfile", "licenseType", "userData"];

    /// <summary>Members that only a virtual machine has, not an instance of a scale set.</summary>
    private static readonly string[] MachineOnly = ["virtualMachineScaleSet", "priority", "evictionPolicy", "billingProfile", "platformFaultDomain", "extensionsTimeBudget", "host", "hostGroup", "applicationProfile", "capacityReservation", "scheduledEventsProfile"];

    public static bool IsFlexible(JsonObject scaleSet) => scaleSet.Text("properties.orchestrationMode").Same("Flexible");

    /// <summary>Makes one machine from the newest model.</summary>
    public static ArmResource Create(ArmResource scaleSet, int number, string? zone, ArmWorld world)
    {
        var suffix = world.NewGuid().ToString("N")[..8];
        var name = $"{scaleSet.Name}_{suffix}";
        var id = $"{GroupOf(scaleSet.Id)}/providers/{VirtualMachines.TypeName}/{name}";
        var content = ContentOf(scaleSet, number, zone);
        content.Ensure("properties.networkProfile")["networkInterfaces"] = new JsonArray([.. CreateInterfaces(scaleSet, suffix, world)]);
        var type = world.Types.Get(VirtualMachines.TypeName);
        var write = new ResourceWrite(world, type, id, name, Existing: null, content);
        type.Accept(write);
        type.Begin(write);
        write.Service["number"] = number;
        write.Service["model"] = ScaleSetInstances.ModelOf(scaleSet);
        return world.Keep(new ArmResource(id, type.Name, name, content, write.Service, "Creating", "", type.PutOperation));
    }

    /// <summary>The machine under the newest model of its scale set; name, zone, disks and interfaces stay.</summary>
    public static ArmResource WithModel(ArmResource machine, ArmResource scaleSet)
    {
        var fresh = ContentOf(scaleSet, machine.Service.Number("number") ?? 0, zone: null);
        var content = machine.Content.Copy();
        content["tags"] = fresh["tags"]?.DeepClone();
        foreach (var section in new[] { "hardwareProfile", "osProfile" }.Concat(Copied))
        {
            if (fresh["properties"]![section] is { } value)
            {
                content["properties"]![section] = value.DeepClone();
            }
        }

        content.Ensure("properties.storageProfile")["imageReference"] = fresh.At("properties.storageProfile.imageReference")?.DeepClone();
        var service = machine.Service.Copy();
        service["model"] = ScaleSetInstances.ModelOf(scaleSet);
        return machine with { Content = content, Service = service };
    }

    /// <summary>The machines of a scale set as its own list of instances shows them.</summary>
    public static IEnumerable<JsonObject> Views(ArmResource scaleSet, ArmWorld world) =>
        world.Resources.Referrers(scaleSet.Id, VirtualMachines.TypeName).Where(static machine => !machine.IsDeleting).Select(machine => View(machine, scaleSet, world));

    private static JsonObject View(ArmResource machine, ArmResource scaleSet, ArmWorld world)
    {
        var view = world.Render(machine);
        view["id"] = $"{scaleSet.Id}/virtualMachines/{machine.Name}";
        view["type"] = ScaleSetInstances.TypeName;
        view["instanceId"] = machine.Name;
        view.Remove("resources");
        var properties = view.Ensure("properties");
        Array.ForEach(MachineOnly, member => properties.Remove(member));
        properties["latestModelApplied"] = ScaleSetInstances.HasLatestModel(machine, scaleSet);
        return view;
    }

    private static string GroupOf(string id) => id[..id.LastIndexOf("/providers/", StringComparison.OrdinalIgnoreCase)];

    private static JsonObject ContentOf(ArmResource scaleSet, int number, string? zone)
    {
        var profile = scaleSet.Content.At("properties.virtualMachineProfile")!.AsObject();
        var properties = new JsonObject
        {
            ["hardwareProfile"] = new JsonObject { ["vmSize"] = scaleSet.Content.Text("sku.name") },
            ["storageProfile"] = profile["storageProfile"]?.DeepClone(),
            ["osProfile"] = profile["osProfile"]?.DeepClone() ?? new JsonObject(),
            ["virtualMachineScaleSet"] = new JsonObject { ["id"] = scaleSet.Id },
        };
        foreach (var section in Copied)
        {
            if (profile[section] is { } value)
            {
                properties[section] = value.DeepClone();
            }
        }

        foreach (var disk in properties.Items("storageProfile.dataDisks").Append(properties.Ensure("storageProfile.osDisk")))
        {
            disk.Remove("name");
            disk.Default("deleteOption", "Delete");
        }

        var os = properties.Ensure("osProfile");
        os["computerName"] = os.Text("computerNamePrefix") + ScaleSetInstances.Base36(number);
        os.Remove("computerNamePrefix");
        var content = new JsonObject { ["location"] = scaleSet.Location, ["tags"] = scaleSet.Content["tags"]?.DeepClone() ?? new JsonObject(), ["properties"] = properties };
        if (scaleSet.Content["identity"] is { } identity)
        {
            content["identity"] = identity.DeepClone();
        }

        if (zone is not null)
        {
            content["zones"] = new JsonArray(zone);
        }

        return content;
    }

    private static IEnumerable<JsonObject> CreateInterfaces(ArmResource scaleSet, string suffix, ArmWorld world)
    {
        var type = world.Types.Get(NetworkInterfaces.TypeName);
        foreach (var card in scaleSet.Content.Items("properties.virtualMachineProfile.networkProfile.networkInterfaceConfigurations"))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{card["name"]}-{suffix}");
            var properties = card.Ensure("properties").Copy();
            var isPrimary = properties.Flag("primary");
            foreach (var member in new[] { "primary", "deleteOption", "enableFpga" })
            {
                properties.Remove(member);
            }

            foreach (var configuration in properties.Items("ipConfigurations"))
            {
                configuration.Ensure("properties").Remove("publicIPAddressConfiguration");
            }

            var write = new ResourceWrite(world, type, $"{GroupOf(scaleSet.Id)}/providers/{type.Name}/{name}", name, Existing: null, new JsonObject { ["location"] = scaleSet.Location, ["properties"] = properties });
            type.Accept(write);
            world.Keep(new ArmResource(write.Id, type.Name, name, write.Content, write.Service, ArmResource.Succeeded, "", type.PutOperation));
            yield return new JsonObject { ["id"] = write.Id, ["properties"] = new JsonObject { ["primary"] = isPrimary, ["deleteOption"] = "Delete" } };
        }
    }
}
