using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.Drift;
using Orchestrator.Activities.History;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.History;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Activities.State;

/// <summary>Writes an operation's end into the cluster's document, or says that something newer has to be carried out first.</summary>
public sealed class CompleteOperationActivity(
    IClusterStore clusters, ISecretStore secrets, IResourceIndex index, SourceStore sources, HistoryStore history, DriftStore drift, KeptReports kept, TimeProvider time)
{
    private const int Attempts = 8;

    /// <summary>Of what a deletion left, in a history entry.</summary>
    private const int MostKept = 100;

    [Function("CompleteOperation")]
    public async Task<CompletionResult> RunAsync([ActivityTrigger] OperationCompletion completion, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryCompleteAsync(completion, cancellation).ConfigureAwait(false);
            }
            catch (OrchestratorException conflict) when (conflict.Error.Code == ErrorCatalog.StateConflict.Code && attempt < Attempts)
            {
                // Read again: what was written meanwhile decides whether this is the end.
            }
        }
    }

    private async Task<CompletionResult> TryCompleteAsync(OperationCompletion completion, CancellationToken cancellation)
    {
        var document = await clusters.FindAsync(completion.Cluster, cancellation).ConfigureAwait(false);
        if (document is null or { Phase: ClusterPhase.Deleted } || document.OperationId != completion.OperationId)
        {
            // Completed before: a repeated call after a crash.
            await history.WriteAsync(document, cancellation).ConfigureAwait(false);
            var end = await sources.FindEndAsync(completion.Cluster, completion.OperationId, cancellation).ConfigureAwait(false);
            return new CompletionResult(IsFinal: true, end is not null, document?.PendingSpec is not null) { TakesTurns = true };
        }

        if (IsOvertaken(document, completion))
        {
            return new CompletionResult(IsFinal: false);
        }

        var left = completion.Kind == OperationKind.Delete ? await kept.FindAsync(document.Key, completion.OperationId, cancellation).ConfigureAwait(false) : null;
        var isTold = await KeepOutcomeAsync(document, completion, left, cancellation).ConfigureAwait(false);
        var ended = EndsCluster(completion)
            ? await BuriedAsync(document, cancellation).ConfigureAwait(false)
            : await CompletedAsync(document, completion, cancellation).ConfigureAwait(false);
        await history.WriteAsync(document, cancellation).ConfigureAwait(false);
        var saved = await clusters.SaveAsync(Noted(document, ended, completion, left), cancellation).ConfigureAwait(false);
        await history.WriteAsync(saved, cancellation).ConfigureAwait(false);

        return new CompletionResult(IsFinal: true, isTold, EndsCluster(completion) && document.PendingSpec is not null) { TakesTurns = true };
    }

    private static bool EndsCluster(OperationCompletion completion) => completion is { Kind: OperationKind.Delete } and ({ Error: null } or { Forget: true });

    /// <summary>
    /// Before the end itself, so that no end goes untold; if this try loses to another writer, the next one writes it anew. A revision that makes the cluster anew
    /// has not ended with the deletion that it waits for.
    /// </summary>
    private async Task<bool> KeepOutcomeAsync(ClusterDocument document, OperationCompletion completion, IReadOnlyList<KeptResource>? left, CancellationToken cancellation)
    {
        if (document.Source is not { } source || (EndsCluster(completion) && document.PendingSpec is not null))
        {
            return false;
        }

        var outcome = new ClusterOutcome
        {
            Cluster = document.Key,
            OperationId = completion.OperationId,
            Kind = completion.Kind,
            Source = source,
            Kept = left,
            Error = completion.Error,
            FinishedAt = time.GetUtcNow(),
        };
        await sources.SaveEndAsync(document.Key, completion.OperationId, outcome, cancellation).ConfigureAwait(false);
        return true;
    }

    /// <summary>Generation 0: the operation failed before it knew what to carry out, so there is nothing to overtake.</summary>
    private static bool IsOvertaken(ClusterDocument document, OperationCompletion completion) => completion is { Kind: OperationKind.Apply, Generation: > 0 }
        && (document.DeletionRequested || document.Generation != completion.Generation);

    /// <summary>Secrets and index first: while the document stands, deletion can be asked for again. The document stays as a tombstone, for its counters.</summary>
    private async Task<ClusterDocument> BuriedAsync(ClusterDocument document, CancellationToken cancellation)
    {
        await secrets.RemoveAllAsync(document.Key, cancellation).ConfigureAwait(false);
        await index.RemoveAllAsync(document.Key, cancellation).ConfigureAwait(false);
        await drift.RemoveAllAsync(document.Key, cancellation).ConfigureAwait(false);
        return document with { Phase = ClusterPhase.Deleted, OperationRunning = false, CancelRequested = false, UpdatedAt = time.GetUtcNow(), Error = null };
    }

    /// <summary>Once, however often this is repeated: an end that the document tells already has its entry.</summary>
    private ClusterDocument Noted(ClusterDocument document, ClusterDocument ended, OperationCompletion completion, IReadOnlyList<KeptResource>? left) => !document.OperationRunning
        ? ended
        : (ended with { NewHistory = null }).Noting(new HistoryEntry
        {
            Cluster = document.Key,
            Time = time.GetUtcNow(),
            Action = HistoryAction.End,
            Generation = document.Generation,
            OperationId = completion.OperationId,
            State = OperationStates.OfEnd(completion.Error),
            Error = completion.Error,
            Kept = left is null ? null : [.. left.Take(MostKept)],
            KeptLeftOut = Math.Max(0, (left?.Count ?? 0) - MostKept),
        });

    private async Task<ClusterDocument> CompletedAsync(ClusterDocument document, OperationCompletion completion, CancellationToken cancellation)
    {
        var ended = document with { OperationRunning = false, CancelRequested = false, UpdatedAt = time.GetUtcNow(), Error = completion.Error };
        if (completion.Error is not null)
        {
            return ended with { Phase = ClusterPhase.Failed };
        }

        var spec = await clusters.GetSpecAsync(document.Key, completion.Generation, cancellation).ConfigureAwait(false);
        return ended with { ObservedGeneration = completion.Generation, Phase = ClusterPhase.Ready, ControlPlaneVersion = spec.ManagedCluster is null ? spec.ControlPlane.Version : document.ControlPlaneVersion };
    }
}
