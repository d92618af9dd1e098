namespace Orchestrator.Contracts.Operations;

/// <summary>A resource that a deletion leaves where it is, because it is not the cluster's or because Azure left it, and why.</summary>
public sealed record KeptResource(string ResourceId, string Reason);
