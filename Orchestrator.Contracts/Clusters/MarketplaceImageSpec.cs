namespace Orchestrator.Contracts.Clusters;

/// <summary><c>ThirdParty</c> images carry a purchase plan.</summary>
public sealed record MarketplaceImageSpec(string Publisher, string Offer, string Sku, string Version, bool ThirdParty = false);
