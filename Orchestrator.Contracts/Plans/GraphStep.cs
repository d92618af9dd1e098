using System.Text.Json.Serialization;

namespace Orchestrator.Contracts.Plans;

/// <summary>
/// One node of a graph as the walk needs it; small, because it lives in history.
/// <c>Kind</c> with <c>Verb</c> names the activity (<c>EnsureVirtualNetwork</c>); the kinds ControlPlane and MachinePool are sub-orchestrations.
/// </summary>
public sealed record GraphStep
{
    /// <summary>Unique in the graph: <c>Kind/name</c>.</summary>
    public required string Key { get; init; }

    public required string Kind { get; init; }

    public required string Name { get; init; }

    public required StepVerb Verb { get; init; }

    /// <summary>ARM id; null for machine groups.</summary>
    public string? ResourceId { get; init; }

    /// <summary>Keys of the steps that must be done first.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>Steps of one lock group take turns: Azure serialises writes under one parent.</summary>
    public string? LockGroup { get; init; }

    public PlanAction Action { get; init; }

    /// <summary>Kubernetes version that an upgrade over several goes through with this step, such as <c>1.30</c>; null: the one that the spec wants.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Version { get; init; }

    /// <summary>Name of the machine that the resource belongs to; null for the cluster's own.</summary>
    public string? MachineName { get; init; }
}
