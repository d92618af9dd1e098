using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Addresses;

/// <summary>Finds the IP configurations inside interfaces, load balancers and scale-set instances.</summary>
internal static class IPConfigurations
{
    public static IEnumerable<AddressUse> Of(ArmResource resource) => resource.Type switch
    {
        "Microsoft.Network/networkInterfaces" => Inline(resource, "ipConfigurations"),
        "Microsoft.Network/bastionHosts" => Inline(resource, "ipConfigurations", "bastionHostIpConfigurations"),
        "Microsoft.Network/loadBalancers" => Inline(resource, "frontendIPConfigurations"),
        "Microsoft.Compute/virtualMachineScaleSets/virtualMachines" => OfInstance(resource),
        _ => [],
    };

    /// <summary>The id of an instance's IP configuration.</summary>
    public static string InstanceConfigurationId(string instanceId, JsonObject card, JsonObject configuration) =>
        $"{instanceId}/networkInterfaces/{card["name"]}/ipConfigurations/{configuration["name"]}";

    private static IEnumerable<AddressUse> Inline(ArmResource resource, string collection, string? segment = null) =>
        resource.Content.Items($"properties.{collection}")
            .Where(static item => item.Text("properties.subnet.id") is not null)
            .Select(item => new AddressUse($"{resource.Id}/{segment ?? collection}/{item["name"]}", item.Text("properties.subnet.id")!, item.Text("properties.privateIPAddress")));

    private static IEnumerable<AddressUse> OfInstance(ArmResource instance) =>
        from card in instance.Content.Items("properties.networkProfileConfiguration.networkInterfaceConfigurations")
        from configuration in card.Items("properties.ipConfigurations")
        let subnet = configuration.Text("properties.subnet.id")
        where subnet is not null
        let id = InstanceConfigurationId(instance.Id, card, configuration)
        select new AddressUse(id, subnet, instance.Service["addresses"]?[$"{card["name"]}/{configuration["name"]}"]?.ToString());
}
