using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Addresses;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>Which IP configurations are in which backend pools and behind which NAT rules.</summary>
internal static class BackendMembership
{
    private static readonly string[] Lists = ["loadBalancerBackendAddressPools", "loadBalancerInboundNatRules"];

    /// <summary>Pairs of a pool or rule id and the id of the IP configuration in it, for an interface or a scale-set instance.</summary>
    public static IEnumerable<(string Target, string Configuration)> Of(ArmResource resource) => resource.Type switch
    {
        NetworkInterfaces.TypeName => resource.Content.Items("properties.ipConfigurations").SelectMany(item => Targets(item).Select(target => (target, $"{resource.Id}/ipConfigurations/{item["name"]}"))),
        ScaleSetInstances.TypeName =>
            from card in resource.Content.Items("properties.networkProfileConfiguration.networkInterfaceConfigurations")
            from item in card.Items("properties.ipConfigurations")
            from target in Targets(item)
            select (target, IPConfigurations.InstanceConfigurationId(resource.Id, card, item)),
        _ => [],
    };

    private static IEnumerable<string> Targets(JsonObject configuration) =>
        Lists.SelectMany(list => configuration.Items($"properties.{list}")).Select(static item => item.Text("id")).OfType<string>();
}
