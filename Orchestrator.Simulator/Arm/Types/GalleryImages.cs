using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>The definition of an image; what it is made of never changes.</summary>
internal sealed class GalleryImages : ResourceType
{
    public const string TypeName = "Microsoft.Compute/galleries/images";

    public override string Name => TypeName;

    public override ProviderStyle Provider => ProviderStyle.Compute;

    public override bool IsTracked => true;

    public override OperationLatency Latency { get; } = new((5, 10), (5, 10), (5, 10));

    public override IReadOnlyList<string> Immutable => ["properties.osType", "properties.osState", "properties.hyperVGeneration", "properties.identifier", "properties.architecture"];

    public override void Accept(ResourceWrite write) => ComputeNames.Check(write.Name, 80, "galleryImageName");

    public override void CheckDelete(ArmResource resource, ArmWorld world) => Galleries.CheckEmpty(resource, GalleryImageVersions.TypeName, world);

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world) => view.Remove("etag");
}
