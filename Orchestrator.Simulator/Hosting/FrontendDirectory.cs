using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types;
using Orchestrator.Simulator.Arm.Types.PrivateDns;
using Orchestrator.Simulator.Machines;

namespace Orchestrator.Simulator.Hosting;

/// <summary>Reads off load balancers, public addresses and private DNS records which names lead to a backend pool.</summary>
internal sealed class FrontendDirectory : IFrontendDirectory
{
    /// <summary>Set once both sides exist: each needs the other.</summary>
    public AzureResourceManager? Manager { get; set; }

    public IReadOnlyList<string> HostNamesOf(string backendPoolId) => Manager?.Read(world => HostNames(backendPoolId, world)) ?? [];

    private static IReadOnlyList<string> HostNames(string backendPoolId, ArmWorld world)
    {
        if (References.OwnerOf(backendPoolId) is not { } balancerId || world.Resources.Find(balancerId) is not { } balancer)
        {
            return [];
        }

        var frontends = balancer.Content.Items("properties.loadBalancingRules")
            .Where(rule => rule.Text("properties.backendAddressPool.id").Same(backendPoolId))
            .Select(static rule => rule.Text("properties.frontendIPConfiguration.id"))
            .OfType<string>()
            .Select(id => InlineElements.Find(balancer.Content, "frontendIPConfigurations", id[(id.LastIndexOf('/') + 1)..]))
            .OfType<JsonObject>();
        return [.. frontends.SelectMany(frontend => NamesOf(frontend, world)).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The names of A records with the address, in zones that the front end's network sees.</summary>
    private static IEnumerable<string> PrivateNames(string address, string? network, ArmWorld world) => network is null
        ? []
        : world.Resources.Referrers(network, VirtualNetworkLinks.TypeName)
            .Select(static link => References.OwnerOf(link.Id)!)
            .SelectMany(zone => world.Resources.Under(zone, RecordSets.TypeOf("A"))
                .Where(record => record.Content.Items("properties.aRecords").Any(item => item.Text("ipv4Address").Same(address)))
                .Select(record => $"{record.Name}.{zone[(zone.LastIndexOf('/') + 1)..]}"));

    private static IEnumerable<string> NamesOf(JsonObject frontend, ArmWorld world)
    {
        if (frontend.Text("properties.privateIPAddress") is { } address)
        {
            yield return address;
            foreach (var name in PrivateNames(address, References.OwnerOf(frontend.Text("properties.subnet.id") ?? ""), world))
            {
                yield return name;
            }
        }

        if (world.Resources.Find(frontend.Text("properties.publicIPAddress.id")) is { } publicAddress)
        {
            foreach (var name in new[] { PublicIPAddresses.DomainName(publicAddress), PublicIPAddresses.AddressOf(publicAddress) }.OfType<string>())
            {
                yield return name;
            }
        }
    }
}
