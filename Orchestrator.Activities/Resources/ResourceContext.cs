using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources;

/// <summary>All that the pure functions of a resource type may know.</summary>
public sealed record ResourceContext
{
    public required ClusterSpec Spec { get; init; }

    public required GraphStep Step { get; init; }

    public required string OperationId { get; init; }

    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Specs of earlier generations: what they had and the spec lacks was ours and goes.</summary>
    public IReadOnlyList<ClusterSpec> PriorSpecs { get; init; } = [];

    /// <summary>Of these the one that was carried out wholly last, and those after it; empty when this one is carried out.</summary>
    public IReadOnlyList<ClusterSpec> SinceApplied { get; init; } = [];

    /// <summary>Whether any spec, this one included, was carried out wholly.</summary>
    public bool HasApplied { get; init; }

    public MachineRole? Role { get; init; }

    public int? Capacity { get; init; }

    /// <summary>Availability zones of the location that suit the resource; empty when it has none or they are not known.</summary>
    public IReadOnlyList<string> Zones { get; init; } = [];

    /// <summary>Whether the machine's size can do accelerated networking; null when it is not known.</summary>
    public bool? AcceleratedNetworking { get; init; }

    /// <summary>Availability set: the fault domains that the location has; null leaves them to Azure.</summary>
    public int? FaultDomains { get; init; }

    /// <summary>Control-plane machine: id of the availability set that it joins.</summary>
    public string? AvailabilitySetId { get; init; }

    /// <summary>One line of authorized_keys.</summary>
    public string SshPublicKey { get; init; } = "";

    /// <summary>What the machine's user data says, hashed.</summary>
    public string CustomDataFingerprint { get; init; } = "";

    /// <summary>Scale set: id of the last bootstrap token that was made for its model; null: there is none.</summary>
    public string? BootstrapTokenId { get; init; }

    /// <summary>Scale set: what the next machine has at least: a uniform one's instance number, a flexible one's time of creation in Unix seconds.</summary>
    public long NextInstance { get; init; }

    public DateTimeOffset Now { get; init; }

    /// <summary>Inbound NAT rule: front-end ports that other rules of the load balancer have taken.</summary>
    public IReadOnlySet<int> TakenPorts { get; init; } = new HashSet<int>();

    /// <summary>Immutability policy: what is there is locked.</summary>
    public bool IsLocked { get; init; }

    /// <summary>Role assignment: the principal that gets the role.</summary>
    public string? PrincipalId { get; init; }
}
