using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Functions.GitOps;
using Orchestrator.Functions.Orchestrations;
using Orchestrator.Manifests.Changes;

namespace Orchestrator.Functions.Operations;

/// <summary>
/// What each request makes of a cluster's document, and whether that is news to its operation. Decisions only: they may be made again when another
/// writer was faster.
/// </summary>
internal sealed class ClusterAcceptance(TimeProvider time)
{
    public (ClusterDocument Document, bool Changed) Spec(ClusterDocument? before, bool running, ClusterSpec spec, string? expectedPlan)
    {
        spec = before is { Phase: not ClusterPhase.Deleted } ? ClusterChanges.KeepRestarts(before.Spec, spec) : spec;
        var hash = SpecHash.Of(spec);
        if (before is null or { Phase: ClusterPhase.Deleted })
        {
            return (WithOperation(NewLife(before, spec, hash), ClusterPhase.Provisioning, expectedPlan), true);
        }

        if (before.DeletionRequested)
        {
            throw new OrchestratorException(ErrorCatalog.OperationRunning.With($"Cluster {before.Key} is being deleted.", before.OperationId));
        }

        if (running && expectedPlan is not null)
        {
            throw new OrchestratorException(ErrorCatalog.OperationRunning.With($"Operation {before.OperationId} runs on {before.Key}: a saved plan would join it half-way.", before.OperationId));
        }

        // What came after a plan was saved has no part in it.
        var changed = !string.Equals(before.SpecHash, hash, StringComparison.Ordinal);
        var accepted = changed ? before with { Generation = before.Generation + 1, Spec = spec, SpecHash = hash, ExpectedPlan = null, CancelRequested = false } : before;
        return running
            ? (accepted, changed)
            : (WithOperation(accepted, accepted.ObservedGeneration == 0 ? ClusterPhase.Provisioning : ClusterPhase.Updating, expectedPlan), changed);
    }

    /// <summary>A deleted cluster's document stays as a tombstone: its counters go on, so that no id of an earlier life is ever used again.</summary>
    private ClusterDocument NewLife(ClusterDocument? tombstone, ClusterSpec spec, string hash) => new()
    {
        Key = spec.Key,
        Generation = (tombstone?.Generation ?? 0) + 1,
        FirstGeneration = (tombstone?.Generation ?? 0) + 1,
        OperationNumber = tombstone?.OperationNumber ?? 0,
        HistoryNumber = tombstone?.HistoryNumber ?? 0,
        Spec = spec,
        SpecHash = hash,
        CreatedAt = time.GetUtcNow(),
        ETag = tombstone?.ETag,
        Source = tombstone?.Source,
        SourceFiles = tombstone?.SourceFiles,
        PendingSpec = tombstone?.PendingSpec,
    };

    public static (ClusterDocument Document, bool Changed) Retry(ClusterKey key, ClusterDocument? before, bool running) => before switch
    {
        null or { Phase: ClusterPhase.Deleted } => throw NoCluster(key),
        _ when running => throw new OrchestratorException(ErrorCatalog.OperationRunning.With($"Operation {before.OperationId} runs on {key}.", before.OperationId)),
        { DeletionRequested: true } => (WithOperation(before, ClusterPhase.Deleting), true),
        _ => (WithOperation(before, before.ObservedGeneration == 0 ? ClusterPhase.Provisioning : ClusterPhase.Updating), true),
    };

    public (ClusterDocument Document, bool Changed) Revision(ClusterDocument? before, bool running, SourceChange change)
    {
        if (SourceOrder.Judge(before, change.Source) != SourceVerdict.Newer)
        {
            return (before!, false);
        }

        if (before is { Phase: not ClusterPhase.Deleted, DeletionRequested: true })
        {
            return (From(before, change) with { PendingSpec = change.Spec }, false);
        }

        GitOpsChanges.CheckTransition(before, change);
        var (document, changed) = Spec(before, running, change.Spec, expectedPlan: null);
        return (From(document, change), changed);
    }

    public (ClusterDocument Document, bool Changed) Prune(ClusterDocument? before, bool running, SourceChange change)
    {
        if (SourceOrder.Judge(before, change.Source) != SourceVerdict.Newer)
        {
            return (before!, false);
        }

        if (before is null or { Phase: ClusterPhase.Deleted })
        {
            var tombstone = before ?? NewLife(null, change.Spec, SpecHash.Of(change.Spec)) with { Generation = 0, Phase = ClusterPhase.Deleted };
            return (From(tombstone, change), false);
        }

        var (document, changed) = Deletion(change.Spec.Key, before, running, force: false, forget: false, deleteForeign: false);
        return (From(document, change), changed);
    }

    private static ClusterDocument From(ClusterDocument document, SourceChange change) => document with { Source = change.Source, SourceFiles = change.Files, PendingSpec = null };

    public static (ClusterDocument Document, bool Changed) Deletion(ClusterKey key, ClusterDocument? before, bool running, bool force, bool forget, bool deleteForeign)
    {
        if (before is null or { Phase: ClusterPhase.Deleted })
        {
            throw NoCluster(key);
        }

        var asked = before with
        {
            DeletionRequested = true,
            ForceDeletion = before.ForceDeletion || force,
            ForgetLeft = before.ForgetLeft || forget,
            DeleteForeign = before.DeleteForeign || deleteForeign,
        };
        var changed = asked != before;
        var accepted = changed ? asked with { Phase = ClusterPhase.Deleting, CancelRequested = false } : before;
        return running ? (accepted, changed) : (WithOperation(accepted, ClusterPhase.Deleting), changed);
    }

    /// <summary>A settled cluster is brought back to the spec that it has; one that is busy, or has moved on, is left alone.</summary>
    public static (ClusterDocument Document, bool Changed) Repair(ClusterKey key, ClusterDocument? before, bool running, int generation) =>
        before is { Phase: not ClusterPhase.Deleted, DeletionRequested: false } && !running && before.Generation == generation
            ? (WithOperation(before, ClusterPhase.Updating), true)
            : (before ?? throw NoCluster(key), false);

    /// <summary>The spec that came while the cluster was being deleted, if there is one.</summary>
    public (ClusterDocument Document, bool Changed) Pending(ClusterKey key, ClusterDocument? before, bool running) =>
        before is { PendingSpec: { } spec } and ({ Phase: ClusterPhase.Deleted } or { DeletionRequested: false })
            ? Spec(before with { PendingSpec = null }, running, spec, expectedPlan: null)
            : (before ?? throw NoCluster(key), false);

    public static OrchestratorException NoCluster(ClusterKey key) => new(ErrorCatalog.ClusterNotFound.With($"There is no cluster {key}.", key.ToString()));

    private static ClusterDocument WithOperation(ClusterDocument document, ClusterPhase phase, string? expectedPlan = null) => document with
    {
        Phase = phase,
        OperationNumber = document.OperationNumber + 1,
        OperationId = OperationInstances.OperationId(document.Key, document.OperationNumber + 1),
        OperationRunning = true,
        ExpectedPlan = expectedPlan,
        CancelRequested = false,
        Error = null,
    };
}
