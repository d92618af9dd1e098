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
        if (document is null || document.OperationId != completion.OperationId)
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
            await RemoveAsync(document, cancellation).ConfigureAwait(false);
        }
        else
        {
            await clusters.SaveAsync(Completed(document, completion), cancellation).ConfigureAwait(false);
        }

        return true;
    }

    private static bool IsOvertaken(ClusterDocument document, OperationCompletion completion) => completion.Kind == OperationKind.Apply
        && (document.DeletionRequested || document.Generation != completion.Generation);

    /// <summary>Secrets and index first: while the document stands, deletion can be asked for again.</summary>
    private async Task RemoveAsync(ClusterDocument document, CancellationToken cancellation)
    {
        await secrets.RemoveAllAsync(document.Key, cancellation).ConfigureAwait(false);
        await index.RemoveAllAsync(document.Key, cancellation).ConfigureAwait(false);
        await clusters.RemoveAsync(document, cancellation).ConfigureAwait(false);
    }

    private ClusterDocument Completed(ClusterDocument document, OperationCompletion completion)
    {
        var ended = document with { OperationRunning = false, UpdatedAt = time.GetUtcNow(), Error = completion.Error };
        return completion.Error is null
            ? ended with { ObservedGeneration = completion.Generation, Phase = ClusterPhase.Ready }
            : ended with { Phase = ClusterPhase.Failed };
    }
}
