namespace Orchestrator.Contracts.Clusters;

public enum DeletePolicy
{
    Oldest,
    Newest,
    Random,
}
