namespace Orchestrator.Activities.Resources;

/// <summary>What Azure offers in one location: its availability zones, and the machine sizes. Nothing is known where the list could not be read.</summary>
public sealed record SkuFacts(IReadOnlyList<string> Zones, IReadOnlyDictionary<string, SizeFacts> Sizes)
{
    public static SkuFacts Unknown { get; } = new([], new Dictionary<string, SizeFacts>(StringComparer.OrdinalIgnoreCase));

    public bool AreKnown => Sizes.Count > 0;

    /// <summary>Fault domains that an availability set can have here; null is unknown.</summary>
    public int? MaximumFaultDomains { get; init; }

    public SizeFacts? Size(string name) => Sizes.GetValueOrDefault(name);
}
