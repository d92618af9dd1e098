namespace Orchestrator.Simulator.Machines;

/// <summary>A control plane that Azure runs: no machine of the customer's, but a Kubernetes API like any other.</summary>
/// <param name="ResourceId">The ARM id of the managed cluster.</param>
/// <param name="Version">Of the API server, without the leading v.</param>
/// <param name="HostNames">The names that lead to the API server; the first is the one in kubeconfigs.</param>
/// <param name="Token">The bearer token of the local accounts; null while they are off.</param>
/// <param name="BringsNetwork">False: the customer installs a network plugin before a node becomes ready.</param>
public sealed record ManagedControlPlane(
    string ResourceId, string Name, string Version, bool Running, IReadOnlyList<string> HostNames, string CaCertificate, string CaKey, string? Token, bool BringsNetwork);
