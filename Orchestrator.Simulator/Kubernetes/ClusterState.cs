using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orchestrator.Simulator.Kubernetes.Etcd;
using Orchestrator.Simulator.Machines;

namespace Orchestrator.Simulator.Kubernetes;

/// <summary>What a cluster is beside its objects; immutable, stored whole with each change.</summary>
internal sealed record ClusterState(
    string Id,
    string Name,
    DateTimeOffset CreatedAt,
    string CaCertificate,
    string CaKey,
    string ServiceAccountPublicKey,
    string EndpointHost,
    ImmutableList<string> CertificateNames,
    bool AllowsAnonymous)
{
    public ImmutableList<ControlPlaneMachine> ControlPlane { get; init; } = [];

    public ImmutableList<EtcdMember> Members { get; init; } = [];

    public string LeaderId { get; init; } = "";

    /// <summary>Set for a cluster whose control plane is no machine of its own.</summary>
    public ManagedControlPlane? Managed { get; init; }

    [JsonIgnore]
    public int HealthyMembers => Members.Count(IsHealthy);

    [JsonIgnore]
    public bool HasQuorum => Managed?.Running ?? HealthyMembers * 2 > Members.Count;

    /// <summary>An API server process runs somewhere.</summary>
    [JsonIgnore]
    public bool HasApiServer => Managed?.Running ?? ApiServers.Any();

    /// <summary>The machines whose API server process runs. One whose etcd member was removed has none: it talks to its own member only.</summary>
    [JsonIgnore]
    public IEnumerable<ControlPlaneMachine> ApiServers => ControlPlane.Where(machine => machine.Running && Members.Exists(member => member.Id == machine.EtcdMemberId));

    public bool IsHealthy(EtcdMember member) => ControlPlane.Exists(machine => machine.Running && machine.EtcdMemberId == member.Id);
}
