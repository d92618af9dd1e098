using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>The image that a machine is made from: of a gallery, a community or shared gallery, the marketplace, or a managed image.</summary>
internal static class ImageReferences
{
    /// <exception cref="ArmException">The image is not there, not in this region, or asks for a plan that the request does not have.</exception>
    public static void Check(ResourceWrite write, JsonNode? image)
    {
        if (image is null)
        {
            return;
        }

        if (image.Text("id") is { } id)
        {
            CheckOwn(write, id);
        }
        else if ((image.Text("communityGalleryImageId") ?? image.Text("sharedGalleryImageId")) is { } gallery)
        {
            Demand(!write.World.Images.IsWithdrawn(gallery), () => ComputeErrors.GalleryImageNotFound(gallery, write.Location));
        }
        else if (image.Text("publisher") is { } publisher)
        {
            CheckMarketplace(write, image, publisher);
        }
    }

    private static void CheckOwn(ResourceWrite write, string id)
    {
        var world = write.World;
        if (!id.Contains("/galleries/", StringComparison.OrdinalIgnoreCase))
        {
            Demand(world.Resources.Find(id) is { } image && image.Location.Same(write.Location), () => ComputeErrors.ImageNotFound(id));
            return;
        }

        const string Latest = "/versions/latest";
        var definition = id.EndsWith(Latest, StringComparison.OrdinalIgnoreCase) ? id[..^Latest.Length] : id;
        var version = world.Resources.Find(id) is { } found && found.Type.Same(GalleryImageVersions.TypeName) ? found : GalleryImageVersions.LatestOf(definition, world);
        Demand(version is not null && GalleryImageVersions.IsIn(version, write.Location), () => ComputeErrors.GalleryImageNotFound(id, write.Location));
    }

    private static void CheckMarketplace(ResourceWrite write, JsonNode image, string publisher)
    {
        var (offer, sku, version) = (image.Text("offer") ?? "", image.Text("sku") ?? "", image.Text("version") ?? "");
        Demand(!write.World.Images.IsWithdrawn($"{publisher}:{offer}:{sku}:{version}"), () => ComputeErrors.PlatformImageNotFound(publisher, offer, sku, version, write.Location));
        if (!write.World.Images.NeedsPlan(publisher, offer, sku))
        {
            return;
        }

        Demand(write.Content.Text("plan.publisher").Same(publisher) && write.Content.Text("plan.product").Same(offer) && write.Content.Text("plan.name").Same(sku), () => ComputeErrors.PlanMissing(write.Id));
        Demand(write.World.Images.HasAgreement(publisher, offer, sku), () => ComputeErrors.TermsNotAccepted(publisher, offer, sku));
    }

    private static void Demand(bool holds, Func<ArmException> refusal)
    {
        if (!holds)
        {
            throw refusal();
        }
    }
}
