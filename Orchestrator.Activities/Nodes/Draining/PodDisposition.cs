namespace Orchestrator.Activities.Nodes.Draining;

/// <summary>What a drain does with one pod.</summary>
public enum PodDisposition
{
    /// <summary>It stays, or what becomes of it does not matter.</summary>
    Ignore,

    /// <summary>It is asked to go.</summary>
    Evict,

    /// <summary>It is going.</summary>
    Await,
}
