using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Addresses;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types;
using Orchestrator.Simulator.Arm.Types.ContainerService;
using Orchestrator.Simulator.Machines;

namespace Orchestrator.Simulator.Arm.Compute;

/// <summary>Gathers what a machine learns when it starts.</summary>
internal static class MachineDefinitions
{
    public static MachineDefinition Of(ArmResource machine, ArmWorld world) =>
        machine.Type.Same(VirtualMachines.TypeName) ? OfMachine(machine, world) : OfInstance(machine, world);

    public static MachineDefinition OfMachine(ArmResource machine, ArmWorld world)
    {
        var cards = machine.Content.Items("properties.networkProfile.networkInterfaces").ToList();
        var primary = cards.Find(static card => card.Flag("properties.primary")) ?? cards[0];
        var card = world.Resources.Find(primary.Text("id"))!;
        var pools = cards.Select(item => world.Resources.Find(item.Text("id"))).OfType<ArmResource>().SelectMany(BackendMembership.Of);
        var use = PrimaryOf(card.Content.Items("properties.ipConfigurations"));
        return Define(machine, machine.Content.Text("properties.hardwareProfile.vmSize")!, use.Text("properties.privateIPAddress")!, use.Text("properties.subnet.id")!, pools);
    }

    public static MachineDefinition OfInstance(ArmResource instance, ArmWorld world)
    {
        var cards = instance.Content.Items("properties.networkProfileConfiguration.networkInterfaceConfigurations").ToList();
        var card = cards.Find(static card => card.Flag("properties.primary")) ?? cards[0];
        var primary = PrimaryOf(card.Items("properties.ipConfigurations"));
        var id = IPConfigurations.InstanceConfigurationId(instance.Id, card, primary);
        var use = IPConfigurations.Of(instance).First(use => use.ConfigurationId.Same(id));
        return Define(instance, instance.Content.Text("sku.name")!, use.Address!, use.SubnetId, BackendMembership.Of(instance)) with { Node = NodePools.NodeOf(instance, world) };
    }

    private static MachineDefinition Define(ArmResource machine, string size, string address, string subnet, IEnumerable<(string Target, string Configuration)> pools) => new(
        machine.Id,
        machine.Content.Text("properties.osProfile.computerName") ?? machine.Name,
        machine.Location,
        size,
        ImageOf(machine.Content.At("properties.storageProfile.imageReference")),
        machine.Content.Text("properties.osProfile.customData"),
        (machine.Content["zones"] as JsonArray)?.FirstOrDefault()?.ToString(),
        address,
        subnet,
        [.. pools.Select(static pool => pool.Target).Where(static id => id.Contains("/backendAddressPools/", StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase)],
        (machine.Content["tags"] as JsonObject ?? []).ToDictionary(static tag => tag.Key, static tag => tag.Value!.ToString(), StringComparer.Ordinal),
        machine.Content.Items("properties.storageProfile.dataDisks").Count());

    private static JsonObject PrimaryOf(IEnumerable<JsonObject> configurations)
    {
        var all = configurations.ToList();
        return all.Find(static item => item.Flag("properties.primary")) ?? all[0];
    }

    private static string ImageOf(JsonNode? image) =>
        image.Text("id") ?? image.Text("communityGalleryImageId") ?? image.Text("sharedGalleryImageId")
        ?? string.Join(':', new[] { "publisher", "offer", "sku", "version" }.Select(part => image.Text(part) ?? ""));
}
