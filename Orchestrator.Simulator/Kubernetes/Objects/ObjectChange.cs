namespace Orchestrator.Simulator.Kubernetes.Objects;

/// <param name="Before">Null when the object is new.</param>
/// <param name="After">The object as it is now, or, when it was removed, as it was last.</param>
internal sealed record ObjectChange(StoredObject? Before, StoredObject After, bool IsRemoval);
