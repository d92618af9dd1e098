using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.InboundNatRule;

/// <summary>The way to one control-plane machine's SSH port: 22 if it is free, else 2201 to 2219.</summary>
public sealed class InboundNatRuleDefinition : ResourceDefinition
{
    private const int SshPort = 22;
    private static readonly IEnumerable<int> Ports = [SshPort, .. Enumerable.Range(2201, 19)];

    public override string Kind => StepKinds.InboundNatRule;

    public override string Type => ArmTypes.InboundNatRule;

    public override bool HasTags => false;

    public override JsonObject Render(ResourceContext context)
    {
        var balancer = context.Spec.Network.ApiServerLoadBalancer;
        return new JsonObject
        {
            ["properties"] = new JsonObject
            {
                ["protocol"] = "Tcp",
                ["frontendPort"] = Ports.FirstOrDefault(p => !context.TakenPorts.Contains(p)),
                ["backendPort"] = SshPort,
                ["enableFloatingIP"] = false,
                ["idleTimeoutInMinutes"] = 4,
                ["frontendIPConfiguration"] = Json.Reference(ClusterResourceIds.Frontend(context.Spec, balancer, balancer.Frontends[0])),
            },
        };
    }

    public override DesiredState Desired(ResourceContext context, JsonObject? existing)
    {
        if (existing is null && Ports.All(context.TakenPorts.Contains))
        {
            var error = ErrorCatalog.QuotaExceeded.With("All 20 SSH ports of the API load balancer are taken.", context.Step.ResourceId);
            return new DesiredState([], [], error) { IsNew = true };
        }

        if (existing is null)
        {
            return base.Desired(context, existing);
        }

        // A rule keeps the port that it got.
        var rendered = Render(context);
        ((JsonObject)rendered["properties"]!).Remove("frontendPort");
        return Checked(context, BodyMerge.Compare(existing, rendered));
    }

    public override async Task<ResourceContext> GatherAsync(ResourceContext context, JsonObject? existing, ArmConnection arm, CancellationToken cancellation)
    {
        if (existing is not null)
        {
            return context;
        }

        var balancer = await arm.GetAsync(ResourceId.ParentOf(context.Step.ResourceId!)!, context.OperationId, cancellation).ConfigureAwait(false);
        if (balancer.Error is not null)
        {
            throw new OrchestratorException(balancer.Error);
        }

        var properties = balancer.Resource!["properties"];
        var taken = new[] { "inboundNatRules", "loadBalancingRules" }
            .SelectMany(member => properties?[member] as JsonArray ?? [])
            .Select(static rule => (int?)rule?["properties"]?["frontendPort"])
            .OfType<int>();
        return context with { TakenPorts = taken.ToHashSet() };
    }
}
