namespace Orchestrator.Functions.Rollouts;

/// <summary>One machine of a pool as the selection sees it.</summary>
public sealed record PoolMachine
{
    public required string Name { get; init; }

    public bool Ready { get; init; }

    /// <summary>Nothing about it differs from what the spec wants.</summary>
    public bool LatestModel { get; init; }

    /// <summary>Azure's state; null before it is known.</summary>
    public string? ProvisioningState { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Somebody asked for this machine to go first.</summary>
    public bool DeleteRequested { get; init; }

    /// <summary>We are deleting it already.</summary>
    public bool MarkedForDeletion { get; init; }
}
