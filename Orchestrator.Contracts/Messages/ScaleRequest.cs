namespace Orchestrator.Contracts.Messages;

/// <summary>Body of <c>POST /api/clusters/{namespace}/{name}/scale</c>.</summary>
/// <param name="Replicas">How many machines there shall be.</param>
/// <param name="Pool">Name of the machine pool; null is the control plane.</param>
public sealed record ScaleRequest(int Replicas, string? Pool = null);
