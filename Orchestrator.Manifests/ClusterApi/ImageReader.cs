using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

internal static class ImageReader
{
    private static readonly string[] Sources = ["id", "marketplace", "computeGallery", "sharedGallery"];

    /// <summary>Null after a report when the image does not name exactly one source.</summary>
    public static ImageSpec? Read(ObjectReader image)
    {
        var id = image.String("id");
        var marketplace = image.Object("marketplace") is { } offer ? ReadMarketplace(offer) : null;
        var compute = image.Object("computeGallery", at: "gallery") is { } gallery ? ReadComputeGallery(gallery) : null;
        var shared = image.Object("sharedGallery", at: "gallery") is { } old ? ReadSharedGallery(old) : null;
        if (Sources.Count(image.Has) == 1)
        {
            return new ImageSpec { Id = id, Marketplace = marketplace, Gallery = compute ?? shared };
        }

        image.Context.Error(
            Contracts.Errors.ErrorCatalog.InvalidValue, image.Location, "An image names exactly one source.", $"Write one of {string.Join(", ", Sources)}.");
        return null;
    }

    private static MarketplaceImageSpec ReadMarketplace(ObjectReader image) => new(
        image.RequiredString("publisher"), image.RequiredString("offer"), image.RequiredString("sku"), image.RequiredString("version"),
        image.Boolean("thirdPartyImage", at: "thirdParty") ?? false);

    private static GalleryImageSpec ReadComputeGallery(ObjectReader image)
    {
        if (image.Has("subscriptionID") != image.Has("resourceGroup"))
        {
            _ = image.Require(image.Has("subscriptionID") ? "resourceGroup" : "subscriptionID");
        }

        return new GalleryImageSpec(
            image.RequiredString("gallery"), image.RequiredString("name"), image.RequiredString("version"),
            image.String("subscriptionID", at: "subscriptionId"), image.String("resourceGroup"),
            image.Object("plan") is { } plan ? new ImagePlanSpec(plan.RequiredString("publisher"), plan.RequiredString("offer"), plan.RequiredString("sku")) : null);
    }

    private static GalleryImageSpec ReadSharedGallery(ObjectReader image)
    {
        return new GalleryImageSpec(
            image.RequiredString("gallery"), image.RequiredString("name"), image.RequiredString("version"),
            image.RequiredString("subscriptionID", at: "subscriptionId"), image.RequiredString("resourceGroup"),
            ReadPlan(image));
    }

    /// <summary>In a shared gallery's reference the plan's fields stand beside the others: all three, or none.</summary>
    private static ImagePlanSpec? ReadPlan(ObjectReader image)
    {
        string[] fields = ["publisher", "offer", "sku"];
        image.Ignore(fields);
        return fields.Any(image.Has)
            ? new ImagePlanSpec(image.RequiredString("publisher", at: "plan.publisher"), image.RequiredString("offer", at: "plan.offer"), image.RequiredString("sku", at: "plan.sku"))
            : null;
    }
}
