using System.Security.Cryptography;
using System.Text;
using Microsoft.DurableTask.Client;
using Orchestrator.Activities.GitOps;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Functions.Orchestrations;

namespace Orchestrator.Functions.GitOps;

/// <summary>
/// Has outcomes told. What is to be told is written first; then the orchestration that tells it is started, under an id of the line's run. Whoever finds a line whose
/// run has no instance (a crash in between) starts it.
/// </summary>
public sealed class OutcomeTelling(SourceStore sources, TimeProvider time)
{
    public Task TellAsync(ClusterOutcome outcome, DurableTaskClient client, CancellationToken cancellation) =>
        ChangeAsync(outcome.Cluster, line => line.With(outcome), client, cancellation);

    public Task AcceptedAsync(ClusterKey cluster, SourceRevision source, DurableTaskClient client, CancellationToken cancellation) =>
        TellAsync(Of(cluster, source, OutcomeStage.Accepted), client, cancellation);

    /// <summary>The revision came after <paramref name="newer"/>, or was overtaken by it.</summary>
    public Task SupersededAsync(ClusterKey cluster, SourceRevision source, SourceRevision newer, DurableTaskClient client, CancellationToken cancellation) =>
        TellAsync(Of(cluster, source, OutcomeStage.Superseded) with { SupersededBy = newer }, client, cancellation);

    /// <summary>There was nothing left to delete, so no operation will tell it.</summary>
    public Task GoneAsync(ClusterKey cluster, SourceRevision source, DurableTaskClient client, CancellationToken cancellation) =>
        TellAsync(Of(cluster, source, OutcomeStage.Ended) with { Kind = OperationKind.Delete }, client, cancellation);

    /// <param name="cluster">Null: the revision names none that could be read.</param>
    /// <param name="source">The revision.</param>
    /// <param name="error">Who reads commit statuses may see it.</param>
    /// <param name="client">Starts what tells it.</param>
    /// <param name="cancellation">Stops before it is written.</param>
    public Task RefusedAsync(ClusterKey? cluster, SourceRevision source, OrchestratorError error, DurableTaskClient client, CancellationToken cancellation)
    {
        // Several messages of a revision may be refused, each for something else.
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{source.SourceName}\n{error.Code}\n{error.Message}")))[..8];
        return TellAsync(Of(cluster, source, OutcomeStage.Refused) with { Id = $"{cluster}@{source.Revision}/refused-{digest}", Error = error }, client, cancellation);
    }

    /// <summary>Ends every older revision that was taken up: what it wanted is part of the newer one.</summary>
    public Task OvertakeAsync(ClusterKey cluster, SourceRevision newer, DurableTaskClient client, CancellationToken cancellation) =>
        ChangeAsync(cluster, line => line.Superseding(cluster, newer, time.GetUtcNow()), client, cancellation);

    private ClusterOutcome Of(ClusterKey? cluster, SourceRevision source, OutcomeStage stage) =>
        new() { Cluster = cluster, Source = source, Stage = stage, FinishedAt = time.GetUtcNow() };

    private async Task ChangeAsync(ClusterKey? cluster, Func<OutcomeLine, OutcomeLine> change, DurableTaskClient client, CancellationToken cancellation)
    {
        var line = await sources.ChangeLineAsync(cluster, change, cancellation);
        if (line.IsRunning && await client.GetInstanceAsync(InstanceId(cluster, line.Run), cancellation) is { IsCompleted: true })
        {
            // A run that ended before its line was told (somebody terminated it) is followed by another.
            var ended = line.Run;
            line = await sources.ChangeLineAsync(cluster, line => line.Run == ended ? line with { IsRunning = false } : line, cancellation);
        }

        await (line.IsRunning ? client.StartOnceAsync(nameof(OutcomeTellingOrchestration), InstanceId(cluster, line.Run), new OutcomeTurn(cluster, line.Run, Told: null), cancellation) : Task.CompletedTask);
    }

    private static string InstanceId(ClusterKey? cluster, int run) => $"outcomes:{cluster?.Namespace}.{cluster?.Name}:{run}";
}
