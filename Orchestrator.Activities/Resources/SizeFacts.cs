namespace Orchestrator.Activities.Resources;

/// <summary>What a machine size can do in one location, for this subscription.</summary>
public sealed record SizeFacts
{
    /// <summary>Zones in which it may be used; those that are restricted are left out.</summary>
    public IReadOnlyList<string> Zones { get; init; } = [];

    /// <summary>Zones where it is offered and this subscription may not use it.</summary>
    public IReadOnlyList<string> RestrictedZones { get; init; } = [];

    /// <summary>Why the subscription may not use it in the location at all; null: it may.</summary>
    public string? Restriction { get; init; }

    /// <summary>The name of its quota, such as <c>standardDSv3Family</c>.</summary>
    public string Family { get; init; } = "";

    /// <summary>What Azure says of it, by name; what is not there is unknown.</summary>
    public IReadOnlyDictionary<string, string> Capabilities { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The zones where ultra disks can be attached to it.</summary>
    public IReadOnlyList<string> UltraDiskZones { get; init; } = [];

    public bool? AcceleratedNetworking => Flag("AcceleratedNetworkingEnabled");

    public int? VirtualCpus => Number("vCPUs") is { } cpus ? (int)cpus : null;

    /// <summary>Null is unknown.</summary>
    public bool? Flag(string capability) => Capabilities.TryGetValue(capability, out var value) ? string.Equals(value, "True", StringComparison.OrdinalIgnoreCase) : null;

    /// <summary>Null is unknown.</summary>
    public double? Number(string capability) =>
        Capabilities.TryGetValue(capability, out var value) && double.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
}
