using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>A gallery holds definitions of images, each with versions.</summary>
internal sealed class Galleries : ResourceType
{
    public const string TypeName = "Microsoft.Compute/galleries";

    public override string Name => TypeName;

    public override ProviderStyle Provider => ProviderStyle.Compute;

    public override OperationLatency Latency { get; } = new((8, 15), (5, 10), (10, 20));

    public override void Accept(ResourceWrite write)
    {
        if (write.Name.Contains('-', StringComparison.Ordinal))
        {
            throw ArmErrors.InvalidParameter($"The value '{write.Name}' of parameter 'galleryName' is invalid: a gallery name has letters, digits, '.' and '_'.", "galleryName");
        }

        ComputeNames.Check(write.Name, 80, "galleryName");
    }

    public override void CheckDelete(ArmResource resource, ArmWorld world) => CheckEmpty(resource, GalleryImages.TypeName, world);

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        view.Remove("etag");
        view.Ensure("properties")["identifier"] = new JsonObject { ["uniqueName"] = $"{resource.Id.Split('/')[2]}-{resource.Name.ToUpperInvariant()}" };
    }

    /// <exception cref="ArmException">409: there are children.</exception>
    public static void CheckEmpty(ArmResource resource, string children, ArmWorld world)
    {
        if (world.Resources.Under(resource.Id, children).Any())
        {
            throw new ArmException(409, "CannotDeleteResource", "Can not delete resource before nested resources are deleted.");
        }
    }
}
