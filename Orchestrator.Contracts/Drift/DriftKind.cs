namespace Orchestrator.Contracts.Drift;

public enum DriftKind
{
    /// <summary>A field has another value than the spec wants.</summary>
    Field,

    /// <summary>A resource that the spec wants is not there.</summary>
    Missing,

    /// <summary>A resource or machine of ours is there that the spec does not want.</summary>
    Surplus,

    /// <summary>What Kubernetes says of a machine, or of a node without one.</summary>
    Node,
}
