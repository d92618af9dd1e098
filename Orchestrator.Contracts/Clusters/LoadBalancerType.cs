namespace Orchestrator.Contracts.Clusters;

public enum LoadBalancerType
{
    Public,
    Internal,
}
