using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Compute;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>One version of an image, in the regions that it is replicated to.</summary>
internal sealed class GalleryImageVersions : ResourceType
{
    public const string TypeName = "Microsoft.Compute/galleries/images/versions";

    public override string Name => TypeName;

    public override ProviderStyle Provider => ProviderStyle.Compute;

    public override bool IsTracked => true;

    public override OperationLatency Latency { get; } = new((300, 480), (30, 60), (20, 40));

    public override IReadOnlyList<string> Immutable => ["properties.storageProfile"];

    public override void Accept(ResourceWrite write)
    {
        if (!Version.TryParse(write.Name, out var version) || version.Build < 0 || version.Revision >= 0)
        {
            throw ArmErrors.InvalidParameter($"The gallery image version name '{write.Name}' is invalid: it has the form Major.Minor.Patch.", "galleryImageVersionName");
        }

        var regions = write.Properties.Ensure("publishingProfile");
        regions.Default("targetRegions", new JsonArray(new JsonObject { ["name"] = write.Location }));
        if (!Regions(write.Content).Contains(write.Location, StringComparer.Ordinal))
        {
            throw ArmErrors.InvalidParameter($"The targetRegions of the gallery image version must contain its own location '{write.Location}'.", "galleryImageVersion.properties.publishingProfile.targetRegions");
        }

        write.Service.Default("published", write.World.Now.ToString("O"));
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        view.Remove("etag");
        view.Ensure("properties.publishingProfile")["publishedDate"] = resource.Service["published"]?.DeepClone();
        view.Ensure("properties")["replicationStatus"] = new JsonObject { ["aggregatedState"] = resource.IsReady ? "Completed" : "InProgress", ["summary"] = new JsonArray() };
    }

    /// <summary>The version that the id of a definition means; null when there is none.</summary>
    public static ArmResource? LatestOf(string imageId, ArmWorld world) =>
        world.Resources.Under(imageId, TypeName).Where(static version => !version.Content.Flag("properties.publishingProfile.excludeFromLatest")).MaxBy(static version => Version.Parse(version.Name));

    public static bool IsIn(ArmResource version, string location) => Regions(version.Content).Contains(location, StringComparer.Ordinal);

    private static IEnumerable<string> Regions(JsonObject content) => content.Items("properties.publishingProfile.targetRegions").Select(static region => Locations.Normalize(region.Text("name") ?? ""));
}
