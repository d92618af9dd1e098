namespace Orchestrator.Contracts.Messages;

/// <summary>Body of <c>POST /api/clusters/{namespace}/{name}/upgrade</c>: the Kubernetes version of control plane and pools, such as <c>v1.31.2</c>.</summary>
public sealed record UpgradeRequest(string Version);
