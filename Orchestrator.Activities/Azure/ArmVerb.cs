namespace Orchestrator.Activities.Azure;

public enum ArmVerb
{
    Get,
    Put,
    Post,
    Delete,
}
