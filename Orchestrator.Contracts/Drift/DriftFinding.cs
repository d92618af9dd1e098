namespace Orchestrator.Contracts.Drift;

/// <summary>One thing that is not as the spec wants it.</summary>
public sealed record DriftFinding
{
    public required DriftKind Kind { get; init; }

    /// <summary>ARM id; for nodes their name.</summary>
    public required string Resource { get; init; }

    /// <summary>ARM type; <c>Node</c> for what Kubernetes says.</summary>
    public required string ResourceType { get; init; }

    public required string Name { get; init; }

    /// <summary>JSON path in the ARM body, or the name of what a node shows; null: the resource as a whole.</summary>
    public string? Field { get; init; }

    /// <summary>What the spec wants; null: that it is not there.</summary>
    public string? Wanted { get; init; }

    /// <summary>What was found; null: nothing.</summary>
    public string? Found { get; init; }

    public required DriftRepair Repair { get; init; }

    /// <summary>Why repair does not help, or is no longer tried.</summary>
    public string? Problem { get; init; }

    /// <summary>Who wrote the resource last, besides this app; null: nobody who was heard of.</summary>
    public ResourceWriter? ChangedBy { get; init; }

    /// <summary>When a check first found it.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Until then it may pass by itself, and is not repaired; null: it does not pass.</summary>
    public DateTimeOffset? RepairFrom { get; init; }

    /// <summary>How often this was repaired already.</summary>
    public int Repairs { get; init; }

    /// <summary>What stays the same from check to check while the same thing drifts.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Identity => $"{Resource.ToLowerInvariant()} {Kind} {Field}";
}
