namespace Orchestrator.Contracts.Drift;

public enum DriftState
{
    /// <summary>The last check could not be made.</summary>
    Unknown,
    Clean,
    Drifted,
}
