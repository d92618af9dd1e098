namespace Orchestrator.Activities.Resources;

/// <summary>What Azure offers in one location: its availability zones, and by size the zones and whether accelerated networking works.</summary>
public sealed record SkuFacts(IReadOnlyList<string> Zones, IReadOnlyDictionary<string, SizeFacts> Sizes)
{
    public static SkuFacts Unknown { get; } = new([], new Dictionary<string, SizeFacts>(StringComparer.OrdinalIgnoreCase));

    public SizeFacts? Size(string name) => Sizes.GetValueOrDefault(name);
}
