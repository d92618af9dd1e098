namespace Orchestrator.Contracts.Drift;

/// <summary>What is done about drift that a check found.</summary>
public enum DriftPolicy
{
    /// <summary>It is told, and nothing else.</summary>
    Report,

    /// <summary>It is told, and repaired while a maintenance window is open.</summary>
    RepairInWindow,

    /// <summary>It is told and repaired at once.</summary>
    Repair,
}
