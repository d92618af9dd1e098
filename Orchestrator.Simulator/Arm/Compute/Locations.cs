using System.Collections.Frozen;

namespace Orchestrator.Simulator.Arm.Compute;

/// <summary>The regions there are, and how many zones each has.</summary>
public static class Locations
{
    private const int UsualZones = 3;

    private static readonly (string Name, string DisplayName, int Zones)[] Known =
    [
        ("australiaeast", "Australia East", 3), ("brazilsouth", "Brazil South", 3), ("canadacentral", "Canada Central", 3),
        ("centralindia", "Central India", 3), ("centralus", "Central US", 3), ("eastus", "East US", 3), ("eastus2", "East US 2", 3),
        ("francecentral", "France Central", 3), ("germanywestcentral", "Germany West Central", 3), ("japaneast", "Japan East", 3),
        ("koreacentral", "Korea Central", 3), ("northcentralus", "North Central US", 0), ("northeurope", "North Europe", 3),
        ("norwayeast", "Norway East", 3), ("southcentralus", "South Central US", 3), ("southeastasia", "Southeast Asia", 3),
        ("swedencentral", "Sweden Central", 3), ("switzerlandnorth", "Switzerland North", 3), ("uksouth", "UK South", 3),
        ("ukwest", "UK West", 0), ("westeurope", "West Europe", 3), ("westus", "West US", 0), ("westus2", "West US 2", 3), ("westus3", "West US 3", 3),
    ];

    public static FrozenDictionary<string, string> DisplayNames { get; } = Known.ToFrozenDictionary(static location => location.Name, static location => location.DisplayName, StringComparer.Ordinal);

    /// <summary>The names of the zones, from <c>1</c>; none where a region has no zones. A region that is not known is taken to be as most are.</summary>
    public static IReadOnlyList<string> Zones(string location)
    {
        var known = Array.Find(Known, known => string.Equals(known.Name, location, StringComparison.Ordinal));
        return [.. Enumerable.Range(1, known.Name is null ? UsualZones : known.Zones).Select(static zone => zone.ToString(System.Globalization.CultureInfo.InvariantCulture))];
    }

    /// <summary>"West US" and "westus" are one.</summary>
    public static string Normalize(string location) => location.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
}
