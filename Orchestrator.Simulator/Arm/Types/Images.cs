using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>Managed images, the older kind without versions.</summary>
internal sealed class Images : ResourceType
{
    public const string TypeName = "Microsoft.Compute/images";

    public override string Name => TypeName;

    public override ProviderStyle Provider => ProviderStyle.Compute;

    public override OperationLatency Latency { get; } = new((30, 60), (5, 10), (5, 10));

    public override IReadOnlyList<string> Immutable => ["properties.sourceVirtualMachine.id", "properties.storageProfile", "properties.hyperVGeneration"];

    public override void Accept(ResourceWrite write)
    {
        ComputeNames.Check(write.Name, 80, "imageName");
        if (write.Properties["sourceVirtualMachine"] is null && write.Content.At("properties.storageProfile.osDisk") is null)
        {
            throw ArmErrors.InvalidParameter("Required parameter 'storageProfile.osDisk' is missing (null).", "storageProfile.osDisk");
        }

        write.Properties.Default("hyperVGeneration", "V1");
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world) => view.Remove("etag");
}
