using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Graphs.Preflight;

/// <summary>Whether an image is there. Azure answers a missing one only when it makes the machine.</summary>
internal static class ImageCheck
{
    private const string LatestVersion = "latest";

    /// <summary>Where the image can be read, and what to call it.</summary>
    public static (string Id, string Title) Locate(ClusterSpec spec, ImageSpec image)
    {
        var here = $"/subscriptions/{spec.SubscriptionId}/providers/Microsoft.Compute/locations/{spec.Location}";
        if (image.Marketplace is { } m)
        {
            var versions = $"{here}/publishers/{m.Publisher}/artifacttypes/vmimage/offers/{m.Offer}/skus/{m.Sku}/versions";
            var title = $"marketplace image {m.Publisher}:{m.Offer}:{m.Sku}:{m.Version}";
            return (string.Equals(m.Version, LatestVersion, StringComparison.OrdinalIgnoreCase) ? versions : $"{versions}/{m.Version}", title);
        }

        if (image.Gallery is { } g)
        {
            return g is { SubscriptionId: { } subscription, ResourceGroup: { } group }
                ? ($"{ResourceId.ResourceGroup(subscription, group)}/providers/Microsoft.Compute/galleries/{g.Gallery}/images/{g.Name}/versions/{g.Version}", $"image {g.Name} version {g.Version} of gallery {g.Gallery}")
                : ($"{here}/communityGalleries/{g.Gallery}/images/{g.Name}/versions/{g.Version}", $"image {g.Name} version {g.Version} of community gallery {g.Gallery}");
        }

        // "/CommunityGalleries/g/Images/n/Versions/v" and the same for directly shared ones are references, not paths.
        var id = image.Id!;
        return id.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase) ? (id, $"image {id}") : ($"{here}{Lower(id)}", $"image {id}");
    }

    /// <summary>False only when Azure says so: without the right to read an image, or where the provider does not know the question, nothing is known.</summary>
    public static async Task<bool> IsMissingAsync(ArmConnection arm, string id, string operationId, CancellationToken cancellation)
    {
        var read = await arm.GetAsync(id, operationId, cancellation).ConfigureAwait(false);
        return read.Error is { HttpStatus: 404, AzureCode: not ("InvalidResourceType" or "NoRegisteredProviderFound") };
    }

    private static string Lower(string id)
    {
        var parts = id.Split('/');
        return parts is ["", var gallery, var g, _, var n, _, var v] ? $"/{char.ToLowerInvariant(gallery[0])}{gallery[1..]}/{g}/images/{n}/versions/{v}" : id;
    }
}
