namespace Orchestrator.Contracts.Plans;

public enum StepVerb
{
    Ensure,
    Observe,
    Delete,
}
