using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources.LoadBalancer;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.NetworkInterface;

/// <summary>The one interface of a control-plane machine, in the pools of the control plane's load balancers and behind its own SSH rule.</summary>
public sealed class NetworkInterfaceDefinition(SkuCatalog skus) : ResourceDefinition
{
    public override string Kind => StepKinds.NetworkInterface;

    public override string Type => ArmTypes.NetworkInterface;

    public override JsonObject Render(ResourceContext context)
    {
        var (spec, machine) = (context.Spec, context.Step.MachineName!);
        var properties = new JsonObject
        {
            ["ipConfigurations"] = Json.Objects([RenderIPConfiguration(context, machine)]),
        };
        if ((spec.ControlPlane.Machine.AcceleratedNetworking ?? context.AcceleratedNetworking) is { } accelerated)
        {
            properties["enableAcceleratedNetworking"] = accelerated;
        }

        return new JsonObject
        {
            ["location"] = spec.Location,
            ["tags"] = ClusterTags.OfMachine(spec, context.Step.Name, role: null, spec.ControlPlane.Machine),
            ["properties"] = properties,
        };
    }

    public override async Task<ResourceContext> GatherAsync(ResourceContext context, JsonObject? existing, ArmConnection arm, CancellationToken cancellation)
    {
        var facts = await skus.GetAsync(arm, context, cancellation).ConfigureAwait(false);
        return context with { AcceleratedNetworking = facts.Size(context.Spec.ControlPlane.Machine.VmSize)?.AcceleratedNetworking };
    }

    public override IReadOnlyDictionary<string, string>? Facts(string id, JsonObject resource) =>
        (string?)(resource["properties"]?["ipConfigurations"] as JsonArray)?.FirstOrDefault()?["properties"]?["privateIPAddress"] is { } address
            ? new Dictionary<string, string>(StringComparer.Ordinal) { [FactNames.IPAddress(id)] = address }
            : null;

    protected override IEnumerable<string> UserTags(Contracts.Clusters.ClusterSpec spec) =>
        spec.AdditionalTags.Keys.Concat(spec.ControlPlane.Machine.AdditionalTags.Keys);

    private static JsonObject RenderIPConfiguration(ResourceContext context, string machine)
    {
        var spec = context.Spec;
        return new JsonObject
        {
            ["name"] = "pipConfig",
            ["properties"] = new JsonObject
            {
                ["primary"] = true,
                ["privateIPAllocationMethod"] = "Dynamic",
                ["subnet"] = Json.Reference(ClusterResourceIds.Subnet(spec, ClusterResourceIds.ControlPlaneSubnet(spec).Name)),
                ["loadBalancerBackendAddressPools"] = Json.References(ClusterLoadBalancer.OfControlPlane(spec.Network).Select(b => ClusterResourceIds.BackendPool(spec, b))),
                ["loadBalancerInboundNatRules"] = Json.References(ClusterResourceIds.InboundNatRule(spec, machine)),
            },
        };
    }
}
