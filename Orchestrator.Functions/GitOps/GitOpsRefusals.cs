using Microsoft.DurableTask.Client;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Functions.GitOps;

/// <summary>Tells those whom it concerns of a message that is refused: operators by log and poison queue, clusters by their status, whoever pushed it by outcomes.</summary>
public sealed class GitOpsRefusals(SourceStatuses statuses, OutcomeTelling telling, ILogger<GitOpsRefusals> log)
{
    /// <param name="text">The message.</param>
    /// <param name="error">Why it is refused, in full.</param>
    /// <param name="diagnostics">What is wrong with its manifest.</param>
    /// <param name="isLastTry">There is no other: what cannot be told is not told.</param>
    /// <param name="client">Starts what tells it.</param>
    /// <param name="cancellation">Stops the telling; the message comes again.</param>
    /// <returns>The message for the poison queue.</returns>
    public async Task<string> RefuseAsync(string text, OrchestratorError error, IReadOnlyList<Diagnostic> diagnostics, bool isLastTry, DurableTaskClient client, CancellationToken cancellation)
    {
        log.LogError("A GitOps message is refused. {Code}: {Message}", error.Code, error.Message);
        try
        {
            if (await statuses.FailAsync(text, error, cancellation) is { } refused && GitOpsMessageReader.IsCommit(refused.Source.Revision))
            {
                await TellAsync(refused, Public(error), client, cancellation);
            }
        }
        catch (Exception untold) when (isLastTry && !cancellation.IsCancellationRequested)
        {
            // The host would set the message aside whole and without its error.
            log.LogError(untold, "Nobody could be told of a message that was refused");
        }

        return PoisonText.Of(text, error, diagnostics);
    }

    private async Task TellAsync(RefusedRevision refused, OrchestratorError error, DurableTaskClient client, CancellationToken cancellation)
    {
        if (refused.Clusters.Count == 0)
        {
            await telling.RefusedAsync(cluster: null, refused.Source, error, client, cancellation);
        }

        foreach (var cluster in refused.Clusters)
        {
            await telling.RefusedAsync(cluster, refused.Source, error, client, cancellation);
        }
    }

    /// <summary>Whoever may read a repository's commit statuses learns neither other repositories' addresses nor what failed inside.</summary>
    private static OrchestratorError Public(OrchestratorError error) =>
        error.Code == ErrorCatalog.OtherSource.Code ? ErrorCatalog.OtherSource.With(error.Target is { } cluster ? $"Cluster {cluster} belongs to another source." : null, error.Target)
        : error.Code == ErrorCatalog.Unexpected.Code ? ErrorCatalog.Unexpected.With("The message failed again and again; the app's log has the cause.", action: "Send it again when the cause is gone.")
        : error;
}
