namespace Orchestrator.Contracts.Plans;

public enum PlanAction
{
    /// <summary>It is as it should be.</summary>
    Keep,
    Create,
    Update,

    /// <summary>Delete and create again: Azure cannot change the field in place.</summary>
    Replace,
    Delete,

    /// <summary>Borrowed: read, never changed, never deleted.</summary>
    Read,
}
