namespace Orchestrator.Contracts.Clusters;

/// <summary>A TCP port that a load balancer passes on unchanged; the name is that of its rule.</summary>
public sealed record LoadBalancerPortSpec(string Name, int Port);
