namespace Orchestrator.Contracts.Clusters;

/// <summary>The purchase plan of an image: CAPZ's <c>offer</c> and <c>sku</c> are Azure's <c>product</c> and <c>name</c>.</summary>
public sealed record ImagePlanSpec(string Publisher, string Offer, string Sku);
