namespace Orchestrator.Contracts.Clusters;

public enum LabelOperator
{
    In,
    NotIn,
    Exists,
    DoesNotExist,
}
