using Microsoft.DurableTask.Client;
using Orchestrator.Activities.GitOps;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Functions.Operations;
using Orchestrator.Manifests;
using Orchestrator.Manifests.Validation;

namespace Orchestrator.Functions.GitOps;

/// <summary>
/// Carries out messages of sources. All of a message is checked before anything of it is accepted; each cluster then decides once more, in the write
/// that takes its spec, so that no order of arrival lets an older revision override a newer one.
/// </summary>
public sealed class GitOpsChanges(
    IClusterStore store, ManifestAcceptance acceptance, ClusterOperations operations, SourceStore sources, SourceStatuses statuses, OutcomeTelling telling, ManifestDownload download, ILogger<GitOpsChanges> log)
{
    /// <exception cref="MessageRefusedException">The message can never be carried out; nothing of it was.</exception>
    public async Task CarryOutAsync(GitOpsMessage message, DurableTaskClient client, CancellationToken cancellation)
    {
        var files = await FilesAsync(message, cancellation);
        var manifest = await acceptance.ReadAsync(files.Files, files.Variables, cancellation);
        MessageRefusedException.ThrowIfInvalid(manifest.Diagnostics);
        string[] names = [.. files.Files.Select(static file => file.Name)];
        var changes = Select(manifest, message).Select(spec => new SourceChange(spec, message.Source, names, manifest.Origins.GetValueOrDefault(spec.Key))).ToList();
        var wanted = new List<SourceChange>();
        foreach (var change in changes)
        {
            if (await IsWantedAsync(change, message.Action, client, cancellation))
            {
                wanted.Add(change);
            }
        }

        if (message.Action == GitOpsAction.Apply)
        {
            await KeepSharedAsync(manifest, message.Source, names, cancellation);
        }

        foreach (var change in wanted)
        {
            await (message.Action == GitOpsAction.Apply ? ApplyAsync(change, client, cancellation) : PruneAsync(change, client, cancellation));
        }
    }

    private async Task<GitOpsManifest> FilesAsync(GitOpsMessage message, CancellationToken cancellation)
    {
        if (message.Manifest is { } inline)
        {
            return inline;
        }

        try
        {
            return GitOpsMessageReader.ReadManifest(await download.GetAsync(message.ManifestUrl!, message.ManifestSha256!, cancellation));
        }
        catch (OrchestratorException refused)
        {
            throw new MessageRefusedException(refused.Error);
        }
    }

    private static IEnumerable<ClusterSpec> Select(ManifestResult manifest, GitOpsMessage message)
    {
        if (message.Clusters is not { } named)
        {
            return manifest.Clusters;
        }

        var missing = named.FirstOrDefault(key => manifest.Clusters.All(spec => spec.Key != key));
        return missing is null
            ? manifest.Clusters.Where(spec => named.Contains(spec.Key))
            : throw new MessageRefusedException(ErrorCatalog.InvalidMessage.With($"The manifest has no cluster {missing}.", "clusters", "Name clusters of the manifest, or leave 'clusters' out for all of it."));
    }

    private async Task<bool> IsWantedAsync(SourceChange change, GitOpsAction action, DurableTaskClient client, CancellationToken cancellation)
    {
        var document = await store.FindAsync(change.Spec.Key, cancellation);
        var verdict = SourceOrder.Judge(document, change.Source);
        switch (verdict)
        {
            case SourceVerdict.Newer when action == GitOpsAction.Apply:
                CheckTransition(document, change);
                return true;
            case SourceVerdict.Newer:
                return true;
            case SourceVerdict.OtherSource:
                throw OtherSource(change.Spec.Key, document!.Source!);
            case SourceVerdict.Rewritten:
                await RefusedAsync(change, SourceState.Stale, Rewritten(document!.Source!, change.Source), client, cancellation);
                break;
            case SourceVerdict.Stale:
                await telling.SupersededAsync(change.Spec.Key, change.Source, document!.Source!, client, cancellation);
                break;
            case SourceVerdict.Duplicate when document is { OperationRunning: true }:
                // The first delivery may have died before it started the operation; taking it again starts it, and changes nothing.
                return true;
            case SourceVerdict.Duplicate when action == GitOpsAction.Prune && document!.Phase == ClusterPhase.Deleted:
                await telling.GoneAsync(change.Spec.Key, change.Source, client, cancellation);
                break;
        }

        log.LogInformation("Revision {Revision} (sequence {Sequence}) of {Cluster} is {Verdict}: nothing to do", change.Source.Revision, change.Source.Sequence, change.Spec.Key, verdict);
        return false;
    }

    /// <summary>A cluster that is gone, or going, may become anything.</summary>
    internal static void CheckTransition(ClusterDocument? before, SourceChange change)
    {
        if (before is { Phase: not ClusterPhase.Deleted, DeletionRequested: false })
        {
            MessageRefusedException.ThrowIfInvalid(ClusterTransitions.Validate(before.Spec, change.Spec, change.Origins));
        }
    }

    private static OrchestratorError Rewritten(SourceRevision known, SourceRevision incoming) =>
        ErrorCatalog.RewrittenHistory.With($"Revision {incoming.Revision} has the sequence {incoming.Sequence}, which revision {known.Revision} has already.");

    private async Task KeepSharedAsync(ManifestResult manifest, SourceRevision source, IEnumerable<string> files, CancellationToken cancellation)
    {
        var isNewest = true;
        foreach (var file in files)
        {
            isNewest &= await sources.TryAdvanceAsync(source, file, cancellation);
        }

        if (isNewest)
        {
            await acceptance.KeepSharedAsync(manifest, cancellation);
        }
    }

    private async Task ApplyAsync(SourceChange change, DurableTaskClient client, CancellationToken cancellation)
    {
        await telling.AcceptedAsync(change.Spec.Key, change.Source, client, cancellation);
        var (document, _) = await operations.ApplyAsync(change, client, cancellation);
        await AcceptedAsync(document, change, client, cancellation);
    }

    private async Task PruneAsync(SourceChange change, DurableTaskClient client, CancellationToken cancellation)
    {
        var before = await store.FindAsync(change.Spec.Key, cancellation);

        // The manifest is the newest word of the source; of a cluster that no source has, its own spec must agree.
        if (!change.Spec.PruneAllowed || before is { Source: null, Phase: not ClusterPhase.Deleted, Spec.PruneAllowed: false })
        {
            var error = ErrorCatalog.PruneNotAllowed.With($"Cluster {change.Spec.Key} left its source at {change.Source.Revision} and does not allow to be pruned.", change.Spec.Key.ToString());
            await RefusedAsync(change, SourceState.Failed, error, client, cancellation);
            return;
        }

        await telling.AcceptedAsync(change.Spec.Key, change.Source, client, cancellation);
        var (document, _) = await operations.PruneAsync(change, client, cancellation);
        await AcceptedAsync(document, change, client, cancellation);
    }

    private async Task RefusedAsync(SourceChange change, SourceState state, OrchestratorError error, DurableTaskClient client, CancellationToken cancellation)
    {
        log.LogWarning("{Code}: {Message}", error.Code, error.Message);
        await statuses.SaveAsync(change.Spec.Key, change.Source, state, error, cancellation);
        await telling.RefusedAsync(change.Spec.Key, change.Source, error, client, cancellation);
    }

    /// <summary>Another delivery, of this or another revision, may have won meanwhile.</summary>
    private async Task AcceptedAsync(ClusterDocument document, SourceChange change, DurableTaskClient client, CancellationToken cancellation)
    {
        var key = change.Spec.Key;
        switch (SourceOrder.Judge(document, change.Source))
        {
            case SourceVerdict.Duplicate:
                await statuses.SaveAsync(key, change.Source, SourceState.Accepted, error: null, cancellation);
                await telling.OvertakeAsync(key, change.Source, client, cancellation);
                await (document.Phase == ClusterPhase.Deleted ? telling.GoneAsync(key, change.Source, client, cancellation) : Task.CompletedTask);
                break;
            case SourceVerdict.Stale:
                await telling.SupersededAsync(key, change.Source, document.Source!, client, cancellation);
                break;
            case SourceVerdict.Rewritten:
                await RefusedAsync(change, SourceState.Stale, Rewritten(document.Source!, change.Source), client, cancellation);
                break;
            case SourceVerdict.OtherSource:
                throw OtherSource(change.Spec.Key, document.Source!);
        }
    }

    private static MessageRefusedException OtherSource(ClusterKey cluster, SourceRevision owner) =>
        new(ErrorCatalog.OtherSource.With($"Cluster {cluster} belongs to the source {owner.Repository}, path {owner.Path}.", cluster.ToString()));
}
