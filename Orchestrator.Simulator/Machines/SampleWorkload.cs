namespace Orchestrator.Simulator.Machines;

/// <summary>A Deployment and, if one of the budgets is given, its PodDisruptionBudget (an integer or a percentage, as Kubernetes writes them).</summary>
public sealed record SampleWorkload(string Name, int Replicas, string? MinAvailable = null, string? MaxUnavailable = null, string Namespace = "default");
