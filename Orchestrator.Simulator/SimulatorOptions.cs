using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Simulator.Identity;
using Orchestrator.Simulator.Machines;

namespace Orchestrator.Simulator;

/// <summary>How one simulated Azure behaves, and what it takes from outside.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Where everything is kept; null keeps it in memory only.</summary>
    public string? DataFolder { get; init; }

    public required TimeProvider Time { get; init; }

    public required Randomness Randomness { get; init; }

    public required WorkDispatcher Dispatcher { get; init; }

    /// <summary>Multiplies the duration of every long-running operation. Zero ends each at the next turn of the clock.</summary>
    public double LatencyFactor { get; init; } = 1;

    public string SubscriptionId { get; init; } = "00000000-0000-0000-0000-000000000000";

    /// <summary>Further subscriptions of the same tenant.</summary>
    public IReadOnlyList<string> OtherSubscriptionIds { get; init; } = [];

    public string TenantId { get; init; } = "11111111-1111-1111-1111-111111111111";

    /// <summary>Who may sign in with a secret, a certificate or a federated token. Managed identities are resources.</summary>
    public IReadOnlyList<Application> Applications { get; init; } = [Application.Standard];

    /// <summary>What the metadata endpoint answers for when no identity is named: the machine's own.</summary>
    public Application HostIdentity { get; init; } = new()
    {
        ClientId = "44444444-4444-4444-4444-444444444444",
        ObjectId = "55555555-5555-5555-5555-555555555555",
    };

    /// <summary>Public keys (PEM) of the issuers whose tokens federated credentials may name, by issuer.</summary>
    public IReadOnlyDictionary<string, string> TrustedIssuers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>True: Resource Manager takes only tokens of this tenant. False: any bearer token that is not an expired or misdirected one of this tenant.</summary>
    public bool RequireTokens { get; init; }

    /// <summary>True: callers that own nothing are held to their role assignments. Use it with <see cref="RequireTokens"/>: a token from elsewhere is nobody's.</summary>
    public bool EnforceRoles { get; init; }

    /// <summary>The regions on offer, by their names; all that are known unless given.</summary>
    public IReadOnlyList<string> Locations { get; init; } = [.. Arm.Compute.Locations.DisplayNames.Keys.Order(StringComparer.Ordinal)];

    /// <summary>False lifts the request limits of Resource Manager and of Compute.</summary>
    public bool Throttling { get; init; } = true;

    /// <summary>Holds every answer against Azure's contract; one that breaks it is thrown at the caller, as a defect of the simulator.</summary>
    public bool CheckAnswers { get; init; } = true;

    /// <summary>How far Resource Graph is behind; at most five minutes.</summary>
    public TimeSpan ResourceGraphLag { get; init; }

    /// <summary>The ARM ids of user-assigned identities that exist from the start, together with their resource groups.</summary>
    public IReadOnlyList<string> SeedIdentities { get; init; } = [];

    /// <summary>The region of what is seeded.</summary>
    public string SeedLocation { get; init; } = "westeurope";

    /// <summary>How machines behave; their latency factor is this simulator's.</summary>
    public MachineOptions Machines { get; init; } = new();

    /// <summary>Carries events to webhook subscriptions; sockets unless given. Not disposed by the simulator.</summary>
    public HttpMessageHandler? EventTransport { get; init; }
}
