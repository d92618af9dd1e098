using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.VirtualMachineExtension;

/// <summary>An extension of a control-plane machine. Protected settings are sent and never compared: the mark in the force-update tag stands for them.</summary>
public sealed class VirtualMachineExtensionDefinition(MachineFacts machines) : ResourceDefinition
{
    public override string Kind => StepKinds.VirtualMachineExtension;

    public override string Type => ArmTypes.VirtualMachineExtension;

    public override IReadOnlyList<string> ImmutablePaths => ["$.location", "$.properties.publisher", "$.properties.type"];

    public override JsonObject Render(ResourceContext context)
    {
        var spec = context.Spec;
        var name = ResourceId.NameOf(context.Step.ResourceId!);
        return new JsonObject
        {
            ["location"] = spec.Location,
            ["tags"] = ClusterTags.Of(spec, name: null, role: null, spec.ControlPlane.Machine.AdditionalTags),
            ["properties"] = MachineExtensions.Render(spec, spec.ControlPlane.Machine).First(e => (string?)e["name"] == name)["properties"]!.DeepClone(),
        };
    }

    public override async Task<JsonObject> CompleteAsync(ResourceContext context, DesiredState desired, CancellationToken cancellation)
    {
        var extension = new JsonObject { ["name"] = ResourceId.NameOf(context.Step.ResourceId!), ["properties"] = desired.Body["properties"]!.DeepClone() };
        await machines.AddProtectedSettingsAsync(context.Spec, context.Spec.ControlPlane.Machine, [extension], cancellation).ConfigureAwait(false);
        desired.Body["properties"] = extension["properties"]!.DeepClone();
        return desired.Body;
    }

    protected override IEnumerable<string> UserTags(Contracts.Clusters.ClusterSpec spec) => spec.AdditionalTags.Keys.Concat(spec.ControlPlane.Machine.AdditionalTags.Keys);
}
