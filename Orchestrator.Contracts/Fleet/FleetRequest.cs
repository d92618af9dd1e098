using Orchestrator.Contracts.Messages;

namespace Orchestrator.Contracts.Fleet;

/// <summary>Body of <c>POST /api/fleet</c>: one change of many clusters, wave by wave.</summary>
public sealed record FleetRequest
{
    public required FleetAction Action { get; init; }

    /// <summary>Kubernetes' label selector as text, such as <c>env=prod,tier!=db</c>. Required but for <see cref="FleetAction.Apply"/>, where it leaves out what it does not match.</summary>
    public string? Selector { get; init; }

    /// <summary>Only clusters of this namespace.</summary>
    public string? Namespace { get; init; }

    /// <summary>For <see cref="FleetAction.Upgrade"/>.</summary>
    public UpgradeRequest? Upgrade { get; init; }

    /// <summary>For <see cref="FleetAction.Restart"/>; null: every machine.</summary>
    public RestartRequest? Restart { get; init; }

    /// <summary>For <see cref="FleetAction.Apply"/>.</summary>
    public ApplyRequest? Apply { get; init; }

    /// <summary>How many clusters are done after each wave: numbers or percentages, growing. What is left after the last one is a wave of its own.</summary>
    public IReadOnlyList<string> Waves { get; init; } = ["100%"];

    /// <summary>Seconds between two waves.</summary>
    public int PauseSeconds { get; init; }

    /// <summary>How many clusters are worked on at once.</summary>
    public int MaxConcurrent { get; init; } = 10;

    /// <summary>After a failure no further cluster is begun.</summary>
    public bool StopOnFailure { get; init; }

    /// <summary>A wave begins only when every cluster of those before it is Ready and without failed or running operation.</summary>
    public bool HealthCheck { get; init; }
}
