using Orchestrator.Activities.GitOps;
using Orchestrator.Functions.Access.Tokens;
using Orchestrator.Simulator.Machines;

namespace Orchestrator.EndToEnd;

/// <summary>How a harness differs from a healthy, quiet Azure.</summary>
public sealed record HarnessOptions
{
    /// <summary>Chooses the order of work, latencies and names. Printed when a test fails.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Null: nothing survives the harness.</summary>
    public string? DataFolder { get; init; }

    public bool ReplayAfterEveryStep { get; init; }

    public SampleWorkload? Workload { get; init; }

    /// <summary>False: nodes stay when their machines are gone.</summary>
    public bool CloudProviderRemovesNodes { get; init; } = true;

    /// <summary>True: clusters sign in as their identities say, and Azure takes only its tenant's tokens.</summary>
    public bool SignIn { get; init; }

    /// <summary>True: everything that the app logs is kept, at any level.</summary>
    public bool Log { get; init; }

    /// <summary>False: nobody tells the app of events; it polls.</summary>
    public bool Events { get; init; } = true;

    /// <summary>When clusters are checked for drift by themselves; far off, so that other tests are alone.</summary>
    public string DriftSchedule { get; init; } = "0 0 0 1 1 *";

    /// <summary>Settings of the app beside those that a harness needs.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Where the app finds the issuer of its callers' tokens; null: over the network.</summary>
    public IssuerTransport? Issuer { get; init; }

    /// <summary>Subscriptions beside the samples' own, each with the identity that the samples' machines take.</summary>
    public IReadOnlyList<string> Subscriptions { get; init; } = [];

    /// <summary>Where the app's GitOps requests go; null: over the network.</summary>
    public GitOpsTransport? GitOps { get; init; }
}
