using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources.LoadBalancer;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.NetworkInterface;

/// <summary>
/// An interface of a control-plane machine. The first is in the pools of the control plane's load balancers and behind the machine's own SSH rule.
/// </summary>
public sealed class NetworkInterfaceDefinition(SkuCatalog skus) : ResourceDefinition
{
    private const string Pools = "loadBalancerBackendAddressPools";
    private const string NatRules = "loadBalancerInboundNatRules";

    public override string Kind => StepKinds.NetworkInterface;

    public override string Type => ArmTypes.NetworkInterface;

    /// <summary>Names of an interface's IP configurations, the primary one first.</summary>
    internal static IEnumerable<string> AddressNames(string card, int count) =>
        Enumerable.Range(0, count).Select(i => i == 0 ? "pipConfig" : string.Create(CultureInfo.InvariantCulture, $"{card}-{i}"));

    public override JsonObject Render(ResourceContext context)
    {
        var spec = context.Spec;
        var nic = InterfaceOf(context);
        var properties = new JsonObject
        {
            ["ipConfigurations"] = Json.Objects(AddressNames(context.Step.Name, nic.PrivateIPConfigs).Select((name, i) => RenderIPConfiguration(context, nic, name, isFirst: i == 0))),
        };
        if ((nic.AcceleratedNetworking ?? context.AcceleratedNetworking) is { } accelerated)
        {
            properties["enableAcceleratedNetworking"] = accelerated;
        }

        if (spec.ControlPlane.Machine.IPForwarding)
        {
            properties["enableIPForwarding"] = true;
        }

        if (IsFirst(context) && spec.ControlPlane.Machine.DnsServers is { Count: > 0 } servers)
        {
            properties["dnsSettings"] = new JsonObject { ["dnsServers"] = Json.Strings(servers) };
        }

        return new JsonObject
        {
            ["location"] = spec.Location,
            ["tags"] = ClusterTags.OfMachine(spec, context.Step.Name, role: null, spec.ControlPlane.Machine),
            ["properties"] = properties,
        };
    }

    /// <summary>Pools into which others put the interface stay, as cloud-provider-azure does for services.</summary>
    protected override void Adapt(ResourceContext context, JsonObject rendered, JsonObject existing)
    {
        foreach (var configuration in rendered["properties"]!["ipConfigurations"]!.AsArray())
        {
            var present = (existing["properties"]?["ipConfigurations"] as JsonArray ?? []).FirstOrDefault(c => (string?)c?["name"] == (string?)configuration!["name"]);
            foreach (var list in new[] { Pools, NatRules })
            {
                if (configuration!["properties"]![list] is JsonArray wanted)
                {
                    var ids = wanted.Select(static r => (string?)r!["id"]).ToHashSet(StringComparer.OrdinalIgnoreCase);
                    var others = (present?["properties"]?[list] as JsonArray ?? []).Select(static r => (string?)r?["id"]).OfType<string>().Where(id => !ids.Contains(id));
                    others.ToList().ForEach(id => wanted.Add(Json.Reference(id)));
                }
            }
        }
    }

    public override async Task<ResourceContext> GatherAsync(ResourceContext context, JsonObject? existing, ArmConnection arm, CancellationToken cancellation)
    {
        var facts = await skus.GetAsync(arm, context, cancellation).ConfigureAwait(false);
        return context with { AcceleratedNetworking = facts.Size(context.Spec.ControlPlane.Machine.VmSize)?.AcceleratedNetworking };
    }

    protected override IEnumerable<string> UserTags(Contracts.Clusters.ClusterSpec spec) =>
        spec.AdditionalTags.Keys.Concat(spec.ControlPlane.Machine.AdditionalTags.Keys);

    private static bool IsFirst(ResourceContext context) =>
        ResourceId.NameOf(ClusterResourceIds.NetworkInterface(context.Spec, context.Step.MachineName!)) == context.Step.Name;

    private static NetworkInterfaceSpec InterfaceOf(ResourceContext context)
    {
        var (spec, machine) = (context.Spec, context.Spec.ControlPlane.Machine);
        var first = new NetworkInterfaceSpec { AcceleratedNetworking = machine.AcceleratedNetworking, PrivateIPConfigs = machine.PrivateIPConfigs };
        var index = ClusterResourceIds.NetworkInterfaces(spec, context.Step.MachineName!).Select(ResourceId.NameOf).ToList().IndexOf(context.Step.Name);
        var nic = index <= 0 ? first : machine.SecondaryInterfaces[index - 1];
        return nic with { SubnetName = nic.SubnetName ?? ClusterResourceIds.ControlPlaneSubnet(spec).Name };
    }

    private static JsonObject RenderIPConfiguration(ResourceContext context, NetworkInterfaceSpec nic, string name, bool isFirst)
    {
        var spec = context.Spec;
        var properties = new JsonObject
        {
            ["primary"] = isFirst,
            ["privateIPAllocationMethod"] = "Dynamic",
            ["subnet"] = Json.Reference(ClusterResourceIds.Subnet(spec, nic.SubnetName!)),
        };
        if (isFirst && IsFirst(context))
        {
            properties[Pools] = Json.References(ClusterLoadBalancer.OfControlPlane(spec.Network).Select(b => ClusterResourceIds.BackendPool(spec, b)));
            properties[NatRules] = Json.References(ClusterResourceIds.InboundNatRule(spec, context.Step.MachineName!));
        }

        return new JsonObject { ["name"] = name, ["properties"] = properties };
    }
}
