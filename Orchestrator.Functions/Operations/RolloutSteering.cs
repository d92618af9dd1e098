using Microsoft.DurableTask.Client;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.History;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Manifests.Changes;

namespace Orchestrator.Functions.Operations;

/// <summary>Restarts, pauses and resumes the rollouts of a cluster.</summary>
public sealed class RolloutSteering(ClusterOperations operations, SourceStore sources, TimeProvider time)
{
    /// <summary>Clocks of callers differ a little from ours.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>The spec that has machines replaced. The moment is a whole second, as Azure's creation times are.</summary>
    /// <exception cref="OrchestratorException">InvalidValue: a moment to come, both a pool and the control plane, or no such pool.</exception>
    public static ClusterSpec Restart(ClusterSpec spec, RestartRequest request, DateTimeOffset now)
    {
        if (request is { Pool: not null, ControlPlane: true })
        {
            throw new OrchestratorException(ErrorCatalog.InvalidValue.With("Both a pool and the control plane are named.", "pool", "Name one of them, or neither: then all machines are replaced."));
        }

        var at = (request.At ?? now).ToUniversalTime();
        if (at > now + Skew)
        {
            throw new OrchestratorException(ErrorCatalog.InvalidValue.With($"{at:O} is still to come.", "at", "Write the moment of the request, or leave 'at' out."));
        }

        return ClusterChanges.Restart(spec, request.Pool, request.ControlPlane, at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond)));
    }

    /// <summary>A pause that is there already stays as it is.</summary>
    /// <exception cref="OrchestratorException">ClusterNotFound.</exception>
    public Task<ClusterStatus> PauseAsync(ClusterKey key, string? reason, DurableTaskClient client, CancellationToken cancellation) =>
        SteerAsync(key, HistoryAction.PauseRollouts, document => document.RolloutPause is null ? document with { RolloutPause = new RolloutPause(time.GetUtcNow(), reason) } : document, client, cancellation);

    /// <exception cref="OrchestratorException">ClusterNotFound.</exception>
    public Task<ClusterStatus> ResumeAsync(ClusterKey key, DurableTaskClient client, CancellationToken cancellation) =>
        SteerAsync(key, HistoryAction.ResumeRollouts, static document => document with { RolloutPause = null }, client, cancellation);

    private async Task<ClusterStatus> SteerAsync(ClusterKey key, HistoryAction action, Func<ClusterDocument, ClusterDocument> change, DurableTaskClient client, CancellationToken cancellation)
    {
        var document = await operations.SteerAsync(key, action, change, client, cancellation);
        return ClusterStatuses.Of(document, await sources.FindStatusAsync(key, cancellation), time.GetUtcNow());
    }
}
