namespace Orchestrator.Cli.Local;

/// <summary>What a local server runs on.</summary>
public sealed record LocalServerOptions
{
    /// <summary>Holds everything; created if absent, one server at a time.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Port of the API on loopback; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Simulated seconds for each real second.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Subscriptions that simulated Azure has; its own standard one without any.</summary>
    public IReadOnlyList<string> Subscriptions { get; init; } = [];

    /// <summary>ARM ids of user-assigned identities that exist from the start.</summary>
    public IReadOnlyList<string> Identities { get; init; } = [];

    /// <summary>Location of those identities.</summary>
    public string Location { get; init; } = "westeurope";

    /// <summary>When clusters are checked for drift, as NCRONTAB.</summary>
    public string DriftSchedule { get; init; } = "0 */10 * * * *";

    /// <summary>The machine's clock: where simulated time starts, and the times in the log.</summary>
    public required TimeProvider Time { get; init; }
}
