using System.Text.Json.Serialization;
using Orchestrator.Contracts.Drift;

namespace Orchestrator.Contracts.Clusters;

/// <summary>
/// What one cluster shall be, with every default filled in. Readers of all manifest formats make this; everything after them starts from it.
/// Compare two specs by their canonical JSON, not by reference.
/// </summary>
public sealed record ClusterSpec
{
    public required ClusterKey Key { get; init; }

    public required string SubscriptionId { get; init; }

    /// <summary>Azure location in its short form, such as <c>westeurope</c>.</summary>
    public required string Location { get; init; }

    public required string ResourceGroup { get; init; }

    /// <summary>AzurePublicCloud, AzureUSGovernmentCloud or AzureChinaCloud.</summary>
    public string Environment { get; init; } = "AzurePublicCloud";

    public required IdentitySpec Identity { get; init; }

    public IReadOnlyDictionary<string, string> AdditionalTags { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    public required NetworkSpec Network { get; init; }

    public required ClusterNetworkSpec ClusterNetwork { get; init; }

    public required ControlPlaneSpec ControlPlane { get; init; }

    public IReadOnlyList<MachinePoolSpec> MachinePools { get; init; } = [];

    /// <summary>Roles of its own; null: none.</summary>
    public IReadOnlyList<CustomRoleSpec>? Roles { get; init; }

    /// <summary>Where etcd backups go; null: nothing is kept for them.</summary>
    public BackupSpec? Backup { get; init; }

    /// <summary>
    /// Set for an AKS cluster. Of the rest it then has the identity, the tags, the virtual network if it stands in one, and the addresses inside;
    /// Azure runs its control plane, and its pools stand here.
    /// </summary>
    public ManagedClusterSpec? ManagedCluster { get; init; }

    /// <summary>The cluster may be deleted when it leaves its source. Absent from JSON when false.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool PruneAllowed { get; init; }

    /// <summary>How the cluster is watched for drift; null: it is checked when the app checks, and only told.</summary>
    public DriftSpec? Drift { get; init; }

    /// <summary>Labels of the manifest's cluster, for selectors; null when it has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Approvals and time limits; null: no approvals, and the usual limits.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OperationPolicySpec? Operations { get; init; }
}
