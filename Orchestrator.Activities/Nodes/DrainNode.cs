using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.Nodes.Draining;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Nodes;

/// <summary>One pass of draining: done when nothing that must go is left. Repeated by the orchestrator until then, or until the pool's time is up.</summary>
public sealed class DrainNode(ClusterConnections connections, IClusterStore store, TimeProvider time)
{
    /// <summary>Pods end within their grace period, seconds as a rule.</summary>
    private const int EndingRetrySeconds = 5;

    /// <summary>A budget frees up when a replacement pod is ready elsewhere, which takes longer.</summary>
    private const int HeldRetrySeconds = 10;

    [Function(nameof(DrainNode))]
    public Task<MachineOutcome> RunAsync([ActivityTrigger] MachineRequest request, CancellationToken cancellation) => Outcome.OfAsync(async () =>
    {
        var (_, client) = await connections.OpenAsync(request.Cluster, request.Generation, cancellation);
        var drain = new NodeDrain(client, time);
        var open = new List<(string Machine, DrainPass Pass)>();
        foreach (var machine in request.Machines)
        {
            var pass = await drain.RunAsync(NodeNames.Of(machine), cancellation);
            if (!pass.IsDone)
            {
                open.Add((machine, pass));
            }
        }

        return open.Count == 0 ? Outcome.Done : Unfinished(open, await TimeoutAsync(request, cancellation), request.StartedAt);
    });

    private MachineOutcome Unfinished(List<(string Machine, DrainPass Pass)> open, TimeSpan? limit, DateTimeOffset? startedAt)
    {
        var detail = string.Join("; ", open.Select(static item => $"{item.Machine}: {item.Pass}"));
        if (limit is { } timeout && startedAt is { } started && time.GetUtcNow() - started >= timeout)
        {
            return Outcome.Failed(ErrorCatalog.DrainTimeout.With(
                $"Not drained within {timeout.TotalSeconds:0} seconds. {detail}", string.Join(", ", open.Select(static item => item.Machine))));
        }

        return Outcome.Later(open.Exists(static item => item.Pass.Leaving.Count > 0) ? EndingRetrySeconds : HeldRetrySeconds, detail);
    }

    /// <summary>Zero means for ever, as in Cluster API.</summary>
    private async Task<TimeSpan?> TimeoutAsync(MachineRequest request, CancellationToken cancellation)
    {
        var pool = request.Pool is { } name ? await store.FindPoolAsync(request.Cluster, request.Generation, name, cancellation) : null;
        return pool?.Pool.NodeDrainTimeout is { } timeout && timeout > TimeSpan.Zero ? timeout : null;
    }
}
