namespace Orchestrator.Activities.Nodes;

/// <summary>Which kubeconfig of a cluster; only AKS clusters have more than one.</summary>
/// <param name="ForUser">Not the administrator's but one with which each user signs in with kubelogin. The only one where local accounts are disabled.</param>
/// <param name="PublicName">With the public name of a private cluster's API server.</param>
public sealed record KubeconfigOptions(bool ForUser = false, bool PublicName = false);
