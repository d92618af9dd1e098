namespace Orchestrator.Contracts.Clusters;

/// <summary>Without subscription and resource group it is a community gallery. <c>Plan</c>: what a marketplace image that it was made from is bought under.</summary>
public sealed record GalleryImageSpec(
    string Gallery, string Name, string Version, string? SubscriptionId = null, string? ResourceGroup = null, ImagePlanSpec? Plan = null);
