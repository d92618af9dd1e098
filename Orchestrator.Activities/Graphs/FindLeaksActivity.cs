using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Activities.Graphs;

/// <summary>Stores what a forced deletion has left, and says so in one error.</summary>
public sealed class FindLeaksActivity(LeakReader reader, LeakReports reports, IClusterStore clusters)
{
    private const int Named = 5;

    [Function("FindLeaks")]
    public async Task<LeakResult> RunAsync([ActivityTrigger] LeakRequest request, CancellationToken cancellation)
    {
        if (await clusters.FindAsync(request.Cluster, cancellation).ConfigureAwait(false) is not { } document)
        {
            return new LeakResult(Error: null);
        }

        var failures = new Dictionary<string, OrchestratorError>(request.Failures, StringComparer.OrdinalIgnoreCase);
        var (left, unknown) = await reader.ReadAsync(document.Spec, cancellation).ConfigureAwait(false);
        List<LeakedResource> leaks =
        [
            .. left.Select(id => Left(id, failures)),
            .. unknown.Select(static u => new LeakedResource(u.Key, IsCertain: false, $"Azure could not be asked whether it is there: {u.Value.Message}", u.Value)),
        ];
        await reports.SaveAsync(request.Cluster, request.OperationId, new LeakReport(leaks), cancellation).ConfigureAwait(false);
        return new LeakResult(leaks.Count == 0 ? null : Told(leaks, request), document.ForgetLeft);
    }

    /// <summary>Its own failure, or that of the group or parent that it lies in.</summary>
    private static LeakedResource Left(string id, Dictionary<string, OrchestratorError> failures)
    {
        for (var holder = id; holder is not null; holder = ResourceId.ParentOf(holder) ?? (holder == ResourceId.GroupIdOf(id) ? null : ResourceId.GroupIdOf(id)))
        {
            if (failures.TryGetValue(holder, out var error))
            {
                return new LeakedResource(id, IsCertain: true, error.Message, error);
            }
        }

        return new LeakedResource(id, IsCertain: true, "It is still there, and nothing says why.");
    }

    private static OrchestratorError Told(List<LeakedResource> leaks, LeakRequest request)
    {
        var more = leaks.Count > Named ? $" and {leaks.Count - Named} more" : "";
        return ErrorCatalog.ResourcesLeft.With(
            $"{leaks.Count} resource(s) of {request.Cluster} are left: {string.Join(", ", leaks.Take(Named).Select(static l => l.ResourceId))}{more}.", request.Cluster.ToString());
    }
}
