using Orchestrator.Simulator.Identity;

namespace Orchestrator.Cli.Local;

/// <summary>What a simulated Azure on this machine has.</summary>
public sealed record LocalAzureOptions
{
    /// <summary>How many ports it takes: Resource Manager, Kubernetes, the proxy and the metadata service.</summary>
    public const int Ports = 4;

    /// <summary>Holds everything; created if absent.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The first of its ports on loopback; 0 takes free ones.</summary>
    public int Port { get; init; }

    /// <summary>The machine's clock: where simulated time starts.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Its own standard one without any.</summary>
    public IReadOnlyList<string> Subscriptions { get; init; } = [];

    /// <summary>ARM ids of user-assigned identities that exist from the start.</summary>
    public IReadOnlyList<string> Identities { get; init; } = [];

    /// <summary>Location of those identities.</summary>
    public string Location { get; init; } = "westeurope";

    /// <summary>Null: its own standard one.</summary>
    public string? TenantId { get; init; }

    /// <summary>Its own standard one without any.</summary>
    public IReadOnlyList<Application> Applications { get; init; } = [];

    /// <summary>True: only tokens of its own tenant are taken.</summary>
    public bool RequireTokens { get; init; }

    public bool Throttling { get; init; } = true;

    /// <summary>Repeats latencies, names and faults; null is another each time.</summary>
    public int? Seed { get; init; }
}
