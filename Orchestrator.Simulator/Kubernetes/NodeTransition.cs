namespace Orchestrator.Simulator.Kubernetes;

/// <summary>A change of what counts about a node. From the journal of all of them one can tell how many nodes were ready at any time.</summary>
/// <param name="Cluster">The name of the cluster.</param>
/// <param name="Exists">False when the Node object was removed; the other flags are false then.</param>
/// <param name="Unschedulable">The node is cordoned.</param>
public sealed record NodeTransition(DateTimeOffset At, string Cluster, string Node, bool IsControlPlane, bool Exists, bool Ready, bool Unschedulable, string KubeletVersion);
