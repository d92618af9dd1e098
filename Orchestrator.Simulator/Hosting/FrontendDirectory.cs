using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types;
using Orchestrator.Simulator.Machines;

namespace Orchestrator.Simulator.Hosting;

/// <summary>Reads off load balancers and public addresses which names lead to a backend pool.</summary>
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

    private static IEnumerable<string> NamesOf(JsonObject frontend, ArmWorld world)
    {
        if (frontend.Text("properties.privateIPAddress") is { } address)
        {
            yield return address;
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
