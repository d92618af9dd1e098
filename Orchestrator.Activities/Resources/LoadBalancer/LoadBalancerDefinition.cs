using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.LoadBalancer;

/// <summary>
/// The load balancers of the API server and of outbound traffic. Front ends, rules and probes that cloud-provider-azure adds for services are its
/// own and stay; those of ours that an earlier spec had and this one lacks go.
/// </summary>
public sealed class LoadBalancerDefinition : ResourceDefinition
{
    private const string ProbeName = "HTTPSProbe";
    private const string ApiServerRule = "LBRuleHTTPS";
    private const string FrontendList = "frontendIPConfigurations";
    private const string RuleList = "loadBalancingRules";

    public override string Kind => StepKinds.LoadBalancer;

    public override string Type => ArmTypes.LoadBalancer;

    public override IReadOnlyList<string> ImmutablePaths => ["$.location", "$.sku"];

    public override JsonObject Render(ResourceContext context)
    {
        var spec = context.Spec;
        var (balancer, role) = Find(spec, context.Step.Name)!;
        var properties = new JsonObject
        {
            [FrontendList] = Json.Objects(balancer.Frontends.Select(f => RenderFrontend(spec, balancer, f))),
            ["backendAddressPools"] = Json.Objects([new JsonObject { ["name"] = balancer.BackendPoolName }]),
        };
        if (Find(spec, context.Step.Name)!.LeadsToApiServer)
        {
            properties["probes"] = Json.Objects([RenderProbe(spec)]);
            properties[RuleList] = Json.Objects(Rules(spec).Select(rule => RenderRule(spec, balancer, rule.Name, rule.Frontend, rule.Backend)));
        }

        if (balancer.Type == LoadBalancerType.Public && balancer.Frontends.Count > 0)
        {
            properties["outboundRules"] = Json.Objects([RenderOutboundRule(spec, balancer)]);
        }

        return new JsonObject
        {
            ["location"] = spec.Location,
            ["tags"] = ClusterTags.Of(spec, name: null, role),
            ["sku"] = new JsonObject { ["name"] = "Standard" },
            ["properties"] = properties,
        };
    }

    public override DesiredState Desired(ResourceContext context, JsonObject? existing)
    {
        var name = context.Step.Name;
        var desired = RetiredItems.Remove(
            base.Desired(context, existing), FrontendList, FrontendNames(context.Spec, name), context.PriorSpecs.SelectMany(s => FrontendNames(s, name)));
        return RetiredItems.Remove(desired, RuleList, RuleNames(context.Spec, name), context.PriorSpecs.SelectMany(s => RuleNames(s, name)));
    }

    protected override void Adapt(ResourceContext context, JsonObject rendered, JsonObject existing) => LeaveToOthers(rendered, FrontendList);

    private static ClusterLoadBalancer? Find(ClusterSpec spec, string name) =>
        ClusterLoadBalancer.Of(spec.Network).FirstOrDefault(b => string.Equals(b.Spec.Name, name, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> FrontendNames(ClusterSpec spec, string name) => Find(spec, name)?.Spec.Frontends.Select(static f => f.Name) ?? [];

    private static IEnumerable<string> RuleNames(ClusterSpec spec, string name) =>
        Find(spec, name) is { LeadsToApiServer: true } ? Rules(spec).Select(static r => r.Name) : [];

    private static IEnumerable<(string Name, int Frontend, int Backend)> Rules(ClusterSpec spec) =>
        spec.Network.AdditionalApiServerPorts.Select(static port => (port.Name, port.Port, port.Port))
            .Prepend((ApiServerRule, spec.ClusterNetwork.ControlPlanePort, spec.ClusterNetwork.ApiServerPort));

    private static JsonObject RenderFrontend(ClusterSpec spec, LoadBalancerSpec balancer, FrontendIPSpec frontend)
    {
        var body = new JsonObject { ["name"] = frontend.Name };
        if (balancer.Type == LoadBalancerType.Public)
        {
            body["properties"] = new JsonObject { ["publicIPAddress"] = Json.Reference(ClusterResourceIds.PublicIPAddress(spec, frontend.PublicIPName!)) };
            return body;
        }

        body["properties"] = new JsonObject
        {
            ["privateIPAllocationMethod"] = "Static",
            ["privateIPAddress"] = frontend.PrivateIPAddress,
            ["subnet"] = Json.Reference(ClusterResourceIds.Subnet(spec, ClusterResourceIds.ControlPlaneSubnet(spec).Name)),
        };

        // Zones of a public front end are those of its address.
        if (balancer.AvailabilityZones.Count > 0)
        {
            body["zones"] = Json.Strings(balancer.AvailabilityZones);
        }

        return body;
    }

    private static JsonObject RenderProbe(ClusterSpec spec) => new()
    {
        ["name"] = ProbeName,
        ["properties"] = new JsonObject
        {
            ["protocol"] = "Https",
            ["port"] = spec.ClusterNetwork.ApiServerPort,
            ["requestPath"] = "/readyz",
            ["intervalInSeconds"] = 15,
            ["numberOfProbes"] = 1,
        },
    };

    private static JsonObject RenderRule(ClusterSpec spec, LoadBalancerSpec balancer, string name, int frontendPort, int backendPort) => new()
    {
        ["name"] = name,
        ["properties"] = new JsonObject
        {
            ["protocol"] = "Tcp",
            ["frontendPort"] = frontendPort,
            ["backendPort"] = backendPort,
            ["idleTimeoutInMinutes"] = balancer.IdleTimeoutInMinutes,
            ["enableFloatingIP"] = false,
            ["loadDistribution"] = "Default",
            ["disableOutboundSnat"] = true,
            ["frontendIPConfiguration"] = Json.Reference(ClusterResourceIds.Frontend(spec, balancer, balancer.Frontends[0])),
            ["backendAddressPool"] = Json.Reference(ClusterResourceIds.BackendPool(spec, balancer)),
            ["probe"] = Json.Reference(ClusterResourceIds.Probe(spec, balancer, ProbeName)),
        },
    };

    private static JsonObject RenderOutboundRule(ClusterSpec spec, LoadBalancerSpec balancer) => new()
    {
        ["name"] = "OutboundNATAllProtocols",
        ["properties"] = new JsonObject
        {
            ["protocol"] = "All",
            ["idleTimeoutInMinutes"] = balancer.IdleTimeoutInMinutes,
            ["frontendIPConfigurations"] = Json.References(balancer.Frontends.Select(f => ClusterResourceIds.Frontend(spec, balancer, f))),
            ["backendAddressPool"] = Json.Reference(ClusterResourceIds.BackendPool(spec, balancer)),
        },
    };
}
