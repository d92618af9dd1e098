namespace Orchestrator.Contracts.Clusters;

/// <summary>Without subscription and resource group it is a community gallery.</summary>
public sealed record GalleryImageSpec(string Gallery, string Name, string Version, string? SubscriptionId = null, string? ResourceGroup = null);
