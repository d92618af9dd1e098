using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.LoadBalancer;

/// <summary>
/// The API server's load balancer and the nodes' outbound one. Front ends, rules and probes that cloud-provider-azure adds for services
/// are its own and stay.
/// </summary>
public sealed class LoadBalancerDefinition : ResourceDefinition
{
    private const string ProbeName = "HTTPSProbe";

    public override string Kind => StepKinds.LoadBalancer;

    public override string Type => ArmTypes.LoadBalancer;

    public override IReadOnlyList<string> ImmutablePaths => ["$.location", "$.sku"];

    public override JsonObject Render(ResourceContext context)
    {
        var spec = context.Spec;
        var isApiServer = string.Equals(spec.Network.ApiServerLoadBalancer.Name, context.Step.Name, StringComparison.OrdinalIgnoreCase);
        var balancer = isApiServer ? spec.Network.ApiServerLoadBalancer : spec.Network.NodeOutboundLoadBalancer!;
        var properties = new JsonObject
        {
            ["frontendIPConfigurations"] = Json.Objects(balancer.Frontends.Select(f => RenderFrontend(spec, balancer, f))),
            ["backendAddressPools"] = Json.Objects([new JsonObject { ["name"] = balancer.BackendPoolName }]),
        };
        if (isApiServer)
        {
            properties["probes"] = Json.Objects([RenderProbe(spec)]);
            properties["loadBalancingRules"] = Json.Objects([RenderApiServerRule(spec, balancer)]);
        }

        if (balancer.Type == LoadBalancerType.Public)
        {
            properties["outboundRules"] = Json.Objects([RenderOutboundRule(spec, balancer)]);
        }

        return new JsonObject
        {
            ["location"] = spec.Location,
            ["tags"] = ClusterTags.Of(spec, name: null, isApiServer ? ClusterTags.ApiServerRole : ClusterTags.NodeOutboundRole),
            ["sku"] = new JsonObject { ["name"] = "Standard" },
            ["properties"] = properties,
        };
    }

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

    private static JsonObject RenderApiServerRule(ClusterSpec spec, LoadBalancerSpec balancer) => new()
    {
        ["name"] = "LBRuleHTTPS",
        ["properties"] = new JsonObject
        {
            ["protocol"] = "Tcp",
            ["frontendPort"] = spec.ClusterNetwork.ControlPlanePort,
            ["backendPort"] = spec.ClusterNetwork.ApiServerPort,
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
