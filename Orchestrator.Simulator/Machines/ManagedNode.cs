namespace Orchestrator.Simulator.Machines;

/// <summary>Makes a machine a node of a managed cluster: it joins by itself once it has booted.</summary>
/// <param name="ClusterId">The ARM id of the managed cluster.</param>
/// <param name="Version">Of its kubelet, without the leading v.</param>
/// <param name="Taints">As AKS writes them: <c>key=value:effect</c>.</param>
public sealed record ManagedNode(string ClusterId, string Version, string OsImage, int MaxPods, IReadOnlyDictionary<string, string> Labels, IReadOnlyList<string> Taints);
