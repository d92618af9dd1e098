namespace Orchestrator.Contracts.Drift;

/// <summary>What repairing one finding does.</summary>
public enum DriftRepair
{
    /// <summary>Nothing that an apply does mends it: somebody has to look.</summary>
    None,

    /// <summary>The field is set again in place.</summary>
    Update,
    Create,

    /// <summary>The resource is deleted and made anew.</summary>
    Replace,
    Delete,

    /// <summary>Machines are replaced one after the other.</summary>
    Roll,
}
