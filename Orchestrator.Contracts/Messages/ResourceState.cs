namespace Orchestrator.Contracts.Messages;

public enum ResourceState
{
    /// <summary>It is as the spec wants it.</summary>
    Ready,

    /// <summary>Azure works on it.</summary>
    InProgress,

    /// <summary>It is not there (what a delete wants).</summary>
    Absent,

    /// <summary>See the error; its retry class says what next.</summary>
    Failed,
}
