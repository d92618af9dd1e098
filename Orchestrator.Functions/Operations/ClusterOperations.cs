using Microsoft.DurableTask.Client;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.History;
using Orchestrator.Contracts.Operations;
using Orchestrator.Functions.GitOps;
using Orchestrator.Functions.History;
using Orchestrator.Functions.Orchestrations;
using Orchestrator.Functions.Walking;

namespace Orchestrator.Functions.Operations;

/// <summary>
/// Accepts specs and deletions. The cluster's document is written first, conditionally, and names the operation; the orchestration is started after
/// it, under that id. Whoever finds a document whose operation has no instance (a crash in between) starts it: starting twice is starting once.
/// </summary>
public sealed class ClusterOperations(IClusterStore store, DocumentHistory history, TimeProvider time)
{
    private const int Attempts = 8;

    private readonly ClusterAcceptance _acceptance = new(time);

    /// <summary>Stores the spec if it is new and makes sure that an operation carries it out.</summary>
    /// <returns>The document; <c>OperationRunning</c> is false when nothing had to be started.</returns>
    /// <param name="expectedPlan">Digest of the one plan that may be carried out; null: any.</param>
    public Task<(ClusterDocument Document, bool Changed)> ApplyAsync(ClusterSpec spec, string? expectedPlan, DurableTaskClient client, CancellationToken cancellation) =>
        WriteAsync(spec.Key, HistoryAction.Apply, client, (document, running) => _acceptance.Spec(document, running, spec, expectedPlan), cancellation);

    /// <summary>Has the change made of the newest spec, whatever others write meanwhile: of two changes at the same instant each finds what the other has made.</summary>
    /// <param name="document">The cluster as it was read.</param>
    /// <param name="change">The spec that shall be, from the document that is; it throws where there can be none.</param>
    public async Task<(ClusterDocument Document, bool Changed)> ChangeAsync(
        ClusterDocument document, Func<ClusterDocument, Task<ClusterSpec>> change, DurableTaskClient client, CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var (basis, isBasis) = (document, true);
            var spec = await change(basis);
            var (now, changed) = await WriteAsync(
                basis.Key, HistoryAction.Apply, client,
                (found, running) => (isBasis = found is { Phase: not ClusterPhase.Deleted } && found.SpecHash == basis.SpecHash) ? _acceptance.Spec(found, running, spec, expectedPlan: null) : (found ?? throw ClusterAcceptance.NoCluster(basis.Key), false),
                cancellation);
            if (isBasis)
            {
                return (now, changed);
            }

            document = now.Phase == ClusterPhase.Deleted ? throw ClusterAcceptance.NoCluster(basis.Key) : now;
        }

        throw new OrchestratorException(ErrorCatalog.StateConflict.With($"Cluster {document.Key} is changed all the time.", document.Key.ToString()));
    }

    /// <summary>Asks for deletion; a running apply turns into it at its next safe point.</summary>
    /// <param name="force">Goes on past what fails, and tells what is left.</param>
    /// <param name="forget">After a forced deletion the cluster is given up whatever is left.</param>
    /// <param name="deleteForeign">What others have in resource groups that were made for the cluster goes with them.</param>
    public Task<(ClusterDocument Document, bool Changed)> DeleteAsync(
        ClusterKey key, bool force, bool forget, bool deleteForeign, DurableTaskClient client, CancellationToken cancellation) =>
        WriteAsync(key, HistoryAction.Delete, client, (document, running) => ClusterAcceptance.Deletion(key, document, running, force, forget, deleteForeign), cancellation);

    /// <summary>Starts another operation for what was asked for last, which goes on where the one before it stopped.</summary>
    public Task<(ClusterDocument Document, bool Changed)> RetryAsync(ClusterKey key, DurableTaskClient client, CancellationToken cancellation) =>
        WriteAsync(key, HistoryAction.Retry, client, (document, running) => ClusterAcceptance.Retry(key, document, running), cancellation);

    /// <summary>Starts an operation that brings a settled cluster back to the spec that it has. One that is busy, or has moved on, is left alone.</summary>
    /// <returns>True: it was started.</returns>
    public Task<(ClusterDocument Document, bool Started)> RepairAsync(ClusterKey key, int generation, DurableTaskClient client, CancellationToken cancellation) =>
        WriteAsync(key, HistoryAction.Repair, client, (document, running) => ClusterAcceptance.Repair(key, document, running, generation), cancellation);

    /// <summary>Makes the running operation stop at its next safe point. False: it has ended already.</summary>
    public async Task<bool> CancelAsync(ClusterKey key, string operationId, DurableTaskClient client, CancellationToken cancellation)
    {
        var (document, _) = await WriteAsync(
            key,
            HistoryAction.Cancel,
            client,
            (before, running) => running && before!.OperationId == operationId
                ? (before with { CancelRequested = true }, true)
                : (before ?? throw ClusterAcceptance.NoCluster(key), false),
            cancellation);
        return document.OperationId == operationId && document.CancelRequested;
    }

    /// <summary>Notes what changes an operation and not its cluster.</summary>
    public async Task NoteAsync(ClusterKey key, HistoryAction action, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var document = await store.FindAsync(key, cancellation) ?? throw ClusterAcceptance.NoCluster(key);
            try
            {
                await history.WriteAsync(await SaveAsync(document, document, action, cancellation), cancellation);
                return;
            }
            catch (OrchestratorException conflict) when (conflict.Error.Code == ErrorCatalog.StateConflict.Code && attempt < Attempts)
            {
                // Another writer won; the note goes beside what it wrote.
            }
        }
    }

    /// <summary>Changes what steers a cluster's operations, not what it shall be, and wakes the operation that waits for it.</summary>
    public async Task<ClusterDocument> SteerAsync(
        ClusterKey key, HistoryAction action, Func<ClusterDocument, ClusterDocument> change, DurableTaskClient client, CancellationToken cancellation,
        string hint = OperationScope.SteeredEvent)
    {
        var (document, _) = await WriteAsync(
            key, action, client, (before, _) => (change(before is { Phase: not ClusterPhase.Deleted } ? before : throw ClusterAcceptance.NoCluster(key)), false), cancellation);
        if (document is { OperationRunning: true, OperationId: { } id })
        {
            await RaiseAsync(id, [document.Spec], hint, "steered", client, cancellation);
        }

        return document;
    }

    /// <summary>Stores the spec together with the revision that it came from, if that is the newest of its source, and makes sure that an operation carries it out.</summary>
    /// <returns>The document; its source says which revision counts.</returns>
    public Task<(ClusterDocument Document, bool Changed)> ApplyAsync(SourceChange change, DurableTaskClient client, CancellationToken cancellation) =>
        WriteAsync(change.Spec.Key, HistoryAction.Apply, client, (document, running) => _acceptance.Revision(document, running, change), cancellation);

    /// <summary>Asks for the deletion of what has left its source. Of a cluster that is not there, a tombstone remembers the revision.</summary>
    public Task<(ClusterDocument Document, bool Changed)> PruneAsync(SourceChange change, DurableTaskClient client, CancellationToken cancellation) =>
        WriteAsync(change.Spec.Key, HistoryAction.Prune, client, (document, running) => _acceptance.Prune(document, running, change), cancellation);

    /// <summary>Carries out the spec that came while the cluster was being deleted, if there is one.</summary>
    public Task StartPendingAsync(ClusterKey key, DurableTaskClient client, CancellationToken cancellation) =>
        WriteAsync(key, HistoryAction.Apply, client, (document, running) => _acceptance.Pending(key, document, running), cancellation);

    /// <summary>Starts the document's operation if its instance is missing.</summary>
    public async Task EnsureStartedAsync(ClusterDocument document, DurableTaskClient client, CancellationToken cancellation)
    {
        if (document is { OperationRunning: true, OperationId: { } id } && await client.GetInstanceAsync(id, cancellation) is null)
        {
            await StartAsync(document, client, cancellation);
        }
    }

    private async Task<(ClusterDocument, bool)> WriteAsync(
        ClusterKey key, HistoryAction action, DurableTaskClient client, Func<ClusterDocument?, bool, (ClusterDocument Document, bool Changed)> accept, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = await store.FindAsync(key, cancellation);
            var (document, changed) = accept(before, await IsRunningAsync(before, client, cancellation));
            try
            {
                var saved = document == before ? document : await SaveAsync(before, document, action, cancellation);
                await EnsureStartedAsync(saved, client, cancellation);
                await (document == before ? Task.CompletedTask : history.WriteAsync(saved, cancellation));
                if (changed && before?.OperationId == saved.OperationId)
                {
                    await TellRunningAsync(before!, saved, client, cancellation);
                }

                return (saved, changed);
            }
            catch (OrchestratorException conflict) when (conflict.Error.Code == ErrorCatalog.StateConflict.Code && attempt < Attempts)
            {
                // Another writer won; what it wrote decides what ours means now.
            }
        }
    }

    /// <summary>Entries of the change before are written first: the document has room for those of its last change only.</summary>
    private async Task<ClusterDocument> SaveAsync(ClusterDocument? before, ClusterDocument document, HistoryAction action, CancellationToken cancellation)
    {
        await history.WriteAsync(before, cancellation);
        return await store.SaveAsync(history.Note(before, document, action) with { UpdatedAt = time.GetUtcNow() }, cancellation);
    }

    /// <summary>The document's word, unless the instance has ended without taking it back (a failure while completing).</summary>
    private static async Task<bool> IsRunningAsync(ClusterDocument? document, DurableTaskClient client, CancellationToken cancellation)
    {
        if (document is not { OperationRunning: true, OperationId: { } id })
        {
            return false;
        }

        var instance = await client.GetInstanceAsync(id, cancellation);
        return instance is null || !instance.IsCompleted;
    }

    private static Task StartAsync(ClusterDocument document, DurableTaskClient client, CancellationToken cancellation)
    {
        var kind = document.DeletionRequested ? OperationKind.Delete : OperationKind.Apply;
        var input = new OperationInput(document.Key, document.OperationId!, kind);
        return client.StartOnceAsync(nameof(ClusterOperation), document.OperationId!, input, cancellation);
    }

    /// <summary>The operation first, then its machine groups: when a group stops, the walk above it must already know why.</summary>
    private static Task TellRunningAsync(ClusterDocument before, ClusterDocument now, DurableTaskClient client, CancellationToken cancellation) => RaiseAsync(
        now.OperationId!,
        [before.Spec, now.Spec],
        OperationScope.SpecChangedEvent,
        now.CancelRequested ? OperationScope.Cancel : now.DeletionRequested ? "delete" : "spec",
        client,
        cancellation);

    private static async Task RaiseAsync(
        string id, IEnumerable<ClusterSpec> specs, string name, string payload, DurableTaskClient client, CancellationToken cancellation)
    {
        var pools = specs.SelectMany(static s => s.MachinePools).Select(static p => p.Name).Distinct(StringComparer.Ordinal);
        string[] instances =
        [
            id,
            OperationInstances.ControlPlaneInit(id),
            OperationInstances.ControlPlane(id),
            .. pools.Select(pool => OperationInstances.MachinePool(id, pool)),
        ];
        foreach (var instance in instances)
        {
            await client.RaiseEventAsync(instance, name, payload, cancellation);
        }
    }
}
