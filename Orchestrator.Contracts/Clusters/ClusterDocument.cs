using System.Text.Json.Serialization;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.History;

namespace Orchestrator.Contracts.Clusters;

/// <summary>What we know of one cluster beside its specs. Every change is a conditional write: two writers never both win.</summary>
public sealed record ClusterDocument
{
    public required ClusterKey Key { get; init; }

    /// <summary>Grows with each accepted spec, from 1.</summary>
    public required int Generation { get; init; }

    /// <summary>The newest generation that is wholly carried out; 0 = none yet.</summary>
    public int ObservedGeneration { get; init; }

    /// <summary>SHA-256 of the newest spec's canonical JSON.</summary>
    public required string SpecHash { get; init; }

    /// <summary>The newest spec, of <see cref="Generation"/>: kept here so that accepting a spec is one atomic write. Operations read the copy of the generation that they carry out.</summary>
    public required ClusterSpec Spec { get; init; }

    public ClusterPhase Phase { get; init; } = ClusterPhase.Pending;

    /// <summary>Deletion was asked for; nothing takes that back.</summary>
    public bool DeletionRequested { get; init; }

    /// <summary>The mutating operation that runs, or ran last. Its id is the orchestration's instance id.</summary>
    public string? OperationId { get; init; }

    /// <summary>Digest of the plan that the operation must find, or do nothing; null: whatever is to be done.</summary>
    public string? ExpectedPlan { get; init; }

    /// <summary>Deletion goes on past what fails, and tells what is left.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ForceDeletion { get; init; }

    /// <summary>After a forced deletion the cluster is given up whatever is left.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ForgetLeft { get; init; }

    /// <summary>What others have put into resource groups that were made for the cluster is deleted with them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool DeleteForeign { get; init; }

    /// <summary>The first generation of this life: specs before it are those of a cluster of the same name that was deleted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int FirstGeneration { get; init; }

    /// <summary>While it is set, no machine is replaced.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RolloutPause? RolloutPause { get; init; }

    /// <summary>Consents to steps of the newest operation.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<StepApproval>? Approvals { get; init; }

    /// <summary>The running operation is to stop at its next safe point.</summary>
    public bool CancelRequested { get; init; }

    /// <summary>How many operations this cluster has had.</summary>
    public int OperationNumber { get; init; }

    public bool OperationRunning { get; init; }

    /// <summary>The durable fact that decides between kubeadm init and join.</summary>
    public bool ControlPlaneInitialized { get; init; }

    /// <summary>Kubernetes version that the control plane wholly runs; null before it is ready.</summary>
    public string? ControlPlaneVersion { get; init; }

    /// <summary>Where the API server answers, for a cluster whose spec cannot say it; null: see the spec.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The revision that the newest spec, or deletion, came from; null: it never came from a source. What comes over HTTP leaves it as it is.</summary>
    public SourceRevision? Source { get; init; }

    /// <summary>Names of the files of <see cref="Source"/> that describe the cluster.</summary>
    public IReadOnlyList<string>? SourceFiles { get; init; }

    /// <summary>A spec of <see cref="Source"/> that came while the cluster is being deleted: it is made anew after that.</summary>
    public ClusterSpec? PendingSpec { get; init; }

    /// <summary>How many history entries the cluster has had.</summary>
    public int HistoryNumber { get; init; }

    /// <summary>Entries of the last change of this document. They are part of it, so that no change is without its entry; whoever changes it next has them written before.</summary>
    public IReadOnlyList<HistoryEntry>? NewHistory { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public OrchestratorError? Error { get; init; }

    /// <summary>Version of the stored document; not part of it.</summary>
    [JsonIgnore]
    public string? ETag { get; init; }

    /// <summary>The document with one more entry.</summary>
    public ClusterDocument Noting(HistoryEntry entry) => this with
    {
        HistoryNumber = HistoryNumber + 1,
        NewHistory = [.. NewHistory ?? [], entry with { Number = HistoryNumber + 1 }],
    };
}
