namespace Orchestrator.Contracts.Clusters;

/// <summary>Exactly one of the three is set.</summary>
public sealed record ImageSpec
{
    /// <summary>ARM id of an image or gallery image version, or an id that begins with /CommunityGalleries/ or /SharedGalleries/.</summary>
    public string? Id { get; init; }

    public MarketplaceImageSpec? Marketplace { get; init; }

    public GalleryImageSpec? Gallery { get; init; }
}
