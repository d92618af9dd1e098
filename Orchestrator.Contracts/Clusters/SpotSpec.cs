namespace Orchestrator.Contracts.Clusters;

/// <summary><c>MaxPrice</c> in US dollars an hour, null = the standard price; eviction is Deallocate or Delete.</summary>
public sealed record SpotSpec(string? MaxPrice, string EvictionPolicy = "Deallocate");
