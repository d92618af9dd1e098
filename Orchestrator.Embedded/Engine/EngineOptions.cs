namespace Orchestrator.Embedded.Engine;

/// <summary>Settings of the engine, as host.json names them under extensions.durableTask.</summary>
public sealed record EngineOptions
{
    /// <summary>maxConcurrentActivityFunctions.</summary>
    public int MaxConcurrentActivities { get; init; } = 10 * Environment.ProcessorCount;

    /// <summary>maxConcurrentOrchestratorFunctions: steps that compute at the same moment; waiting instances do not count.</summary>
    public int MaxConcurrentOrchestrations { get; init; } = 10 * Environment.ProcessorCount;

    /// <summary>defaultVersion: the version of instances that are started without one.</summary>
    public string DefaultVersion { get; init; } = string.Empty;

    /// <summary>versionMatchStrategy. Without a default version it has no effect.</summary>
    public VersionMatchStrategy VersionMatchStrategy { get; init; } = VersionMatchStrategy.CurrentOrOlder;

    /// <summary>versionFailureStrategy.</summary>
    public VersionFailureStrategy VersionFailureStrategy { get; init; } = VersionFailureStrategy.Reject;

    /// <summary>Timers longer than this are made of several, as the real worker does.</summary>
    public TimeSpan MaximumTimerInterval { get; init; } = TimeSpan.FromDays(3);

    /// <summary>Forgets the running code after every step and replays it from the stored history at the next: finds impure orchestrators early.</summary>
    public bool ReplayAfterEveryStep { get; init; }
}
