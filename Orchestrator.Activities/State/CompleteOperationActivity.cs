using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Activities.State;

/// <summary>Writes an operation's end into the cluster's document, or says that something newer has to be carried out first.</summary>
public sealed class CompleteOperationActivity(IClusterStore clusters, ISecretStore secrets, IResourceIndex index, TimeProvider time)
{
    private const int Attempts = 8;

    /// <returns>False, with nothing changed, when a newer generation or deletion came meanwhile.</returns>
    [Function("CompleteOperation")]
    public async Task<bool> RunAsync([ActivityTrigger] OperationCompletion completion, CancellationToken cancellation)
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

    private async Task<bool> TryCompleteAsync(OperationCompletion completion, CancellationToken cancellation)
    {
        var document = await clusters.FindAsync(completion.Cluster, cancellation).ConfigureAwait(false);
        if (document is null or { Phase: ClusterPhase.Deleted } || document.OperationId != completion.OperationId)
        {
            // Completed before: a repeated call after a crash.
            return true;
        }

        if (IsOvertaken(document, completion))
        {
            return false;
        }

        if (completion is { Kind: OperationKind.Delete, Error: null })
        {
            await BuryAsync(document, cancellation).ConfigureAwait(false);
        }
        else
        {
            await clusters.SaveAsync(await CompletedAsync(document, completion, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Generation 0: the operation failed before it knew what to carry out, so there is nothing to overtake.</summary>
    private static bool IsOvertaken(ClusterDocument document, OperationCompletion completion) => completion is { Kind: OperationKind.Apply, Generation: > 0 }
        && (document.DeletionRequested || document.Generation != completion.Generation);

    /// <summary>Secrets and index first: while the document stands, deletion can be asked for again. The document stays as a tombstone, for its counters.</summary>
    private async Task BuryAsync(ClusterDocument document, CancellationToken cancellation)
    {
        await secrets.RemoveAllAsync(document.Key, cancellation).ConfigureAwait(false);
        await index.RemoveAllAsync(document.Key, cancellation).ConfigureAwait(false);
        await clusters.SaveAsync(
            document with { Phase = ClusterPhase.Deleted, OperationRunning = false, CancelRequested = false, UpdatedAt = time.GetUtcNow(), Error = null }, cancellation).ConfigureAwait(false);
    }

    private async Task<ClusterDocument> CompletedAsync(ClusterDocument document, OperationCompletion completion, CancellationToken cancellation)
    {
        var ended = document with { OperationRunning = false, CancelRequested = false, UpdatedAt = time.GetUtcNow(), Error = completion.Error };
        if (completion.Error is not null)
        {
            return ended with { Phase = ClusterPhase.Failed };
        }

        var spec = await clusters.GetSpecAsync(document.Key, completion.Generation, cancellation).ConfigureAwait(false);
        return ended with { ObservedGeneration = completion.Generation, Phase = ClusterPhase.Ready, ControlPlaneVersion = spec.ControlPlane.Version };
    }
}
