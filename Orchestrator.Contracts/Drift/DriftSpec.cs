namespace Orchestrator.Contracts.Drift;

/// <summary>How a cluster is watched for changes that others make behind our back.</summary>
public sealed record DriftSpec
{
    public DriftPolicy Policy { get; init; }

    /// <summary>NCRONTAB in UTC; null: whenever the app checks. It can only make checks rarer than the app's own schedule.</summary>
    public string? Schedule { get; init; }

    public IReadOnlyList<MaintenanceWindow> MaintenanceWindows { get; init; } = [];

    /// <summary>Whether the policy lets drift be repaired now.</summary>
    public bool MayRepair(DateTimeOffset now) => Policy switch
    {
        DriftPolicy.Repair => true,
        DriftPolicy.RepairInWindow => MaintenanceWindows.Any(window => window.IsOpen(now)),
        _ => false,
    };
}
