using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.AvailabilitySet;

/// <summary>
/// Spreads the control plane's machines over racks where the location has no zones. Made with as many fault domains as the location has then;
/// afterwards only its tags change.
/// </summary>
public sealed class AvailabilitySetDefinition(SkuCatalog skus) : ResourceDefinition
{
    public override string Kind => StepKinds.AvailabilitySet;

    public override string Type => ArmTypes.AvailabilitySet;

    /// <summary>Whether the control plane's machines shall be in one. A machine takes either zones, or a scale set, or an availability set; spot machines take none.</summary>
    public static bool IsWanted(ClusterSpec spec, SkuFacts facts) =>
        facts.AreKnown && facts.Zones.Count == 0 && spec.ControlPlane.Machine is { Spot: null, FailureDomain: null, VirtualMachineScaleSetId: null };

    public override JsonObject Render(ResourceContext context) => BodyMerge.WithoutNulls(new JsonObject
    {
        ["location"] = context.Spec.Location,
        ["tags"] = ClusterTags.OfMachine(context.Spec, context.Step.Name, ClusterTags.CommonRole, context.Spec.ControlPlane.Machine),
        ["sku"] = new JsonObject { ["name"] = "Aligned" },
        ["properties"] = new JsonObject { ["platformFaultDomainCount"] = context.FaultDomains },
    });

    public override DesiredState Desired(ResourceContext context, JsonObject? existing) => base.Desired(context with { FaultDomains = existing is null ? context.FaultDomains : null }, existing);

    public override async Task<ResourceContext> GatherAsync(ResourceContext context, JsonObject? existing, ArmConnection arm, CancellationToken cancellation) =>
        context with { FaultDomains = (await skus.GetAsync(arm, context, cancellation).ConfigureAwait(false)).MaximumFaultDomains };

    protected override IEnumerable<string> UserTags(ClusterSpec spec) => spec.AdditionalTags.Keys.Concat(spec.ControlPlane.Machine.AdditionalTags.Keys);
}
