using Microsoft.DurableTask.Client;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.History;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;
using Orchestrator.Functions.Orchestrations;

namespace Orchestrator.Functions.Operations;

/// <summary>
/// Puts an operation's status together: the stored plan says what its steps are, the custom statuses how far each is, history what no longer fits
/// into those, and all of an operation whose orchestration is gone.
/// </summary>
public sealed class OperationQuery(IClusterStore store, HistoryStore history, LeakReports leaks, KeptReports kept, TimeProvider time)
{
    /// <summary>The operation, or null when there is none of that id.</summary>
    public async Task<OperationStatus?> FindAsync(string operationId, DurableTaskClient client, CancellationToken cancellation)
    {
        if (OperationInstances.ClusterOf(operationId) is not { } cluster)
        {
            return null;
        }

        return await FindLiveAsync(operationId, progress: null, client, cancellation)
            ?? (await history.FindOperationAsync(cluster, operationId, cancellation) is { } recorded ? recorded with { ServerTime = time.GetUtcNow() } : null);
    }

    /// <summary>The operation as its orchestration tells it; null when that is gone.</summary>
    /// <param name="progress">What the orchestration says of itself, if that is newer than its custom status.</param>
    public async Task<OperationStatus?> FindLiveAsync(string operationId, OperationProgress? progress, DurableTaskClient client, CancellationToken cancellation)
    {
        if (OperationInstances.ClusterOf(operationId) is not { } cluster
            || await client.GetInstanceAsync(operationId, getInputsAndOutputs: true, cancellation) is not { } instance)
        {
            return null;
        }

        progress ??= instance.ReadCustomStatusAs<OperationProgress>() ?? new OperationProgress();
        var plan = await store.GetPlanAsync(cluster, operationId, cancellation);
        var steps = plan is null ? [] : await StepsAsync(operationId, plan, progress, client, cancellation);
        var state = StateOf(instance.RuntimeStatus, progress);
        return new OperationStatus
        {
            Id = operationId,
            Cluster = cluster,
            Kind = plan?.Kind ?? instance.ReadInputAs<OperationInput>()!.Kind,
            State = state,
            Generation = progress.Generation,
            Percent = state == OperationState.Succeeded ? 100 : Percent(steps),
            Phase = progress.Phase,
            CreatedAt = instance.CreatedAt,
            UpdatedAt = instance.LastUpdatedAt,
            ServerTime = time.GetUtcNow(),
            Resources = steps,
            CorrelationId = OperationGuid.Of(operationId).ToString(),
            Leaks = (await leaks.FindAsync(cluster, operationId, cancellation))?.Resources,
            Kept = await kept.FindAsync(cluster, operationId, cancellation),
            Approvals = progress.Approvals,
            Error = progress.Error,
        };
    }

    private async Task<IReadOnlyList<StepStatus>> StepsAsync(
        string operationId, ClusterPlan plan, OperationProgress progress, DurableTaskClient client, CancellationToken cancellation)
    {
        var steps = new List<StepStatus>();
        var recorded = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in plan.Nodes)
        {
            steps.Add(StepStatuses.Planned(node.Step, progress.Progress.GetValueOrDefault(node.Step.Key)));
            foreach (var instanceId in GroupInstances(operationId, node.Step))
            {
                if (await client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, cancellation) is { } group)
                {
                    if (group.ReadCustomStatusAs<OperationProgress>() is { StepsRecorded: > 0 })
                    {
                        recorded[instanceId] = node.Step.Key;
                    }

                    StepStatuses.Merge(steps, node.Step.Key, group);
                }
            }
        }

        foreach (var earlier in recorded.Count == 0 ? [] : await history.ListStepsAsync(plan.Cluster, operationId, cancellation))
        {
            if (recorded.TryGetValue(earlier.Group, out var parent))
            {
                StepStatuses.Merge(steps, parent, earlier);
            }
        }

        return steps;
    }

    private static IEnumerable<string> GroupInstances(string operationId, GraphStep step) => (step.Kind, step.Verb) switch
    {
        (StepKinds.ControlPlane, StepVerb.Ensure) => [OperationInstances.ControlPlaneInit(operationId), OperationInstances.ControlPlane(operationId)],
        (StepKinds.MachinePool, StepVerb.Ensure) => [OperationInstances.MachinePool(operationId, step.Name)],
        _ => [],
    };

    private static int Percent(IReadOnlyList<StepStatus> steps) =>
        steps.Count == 0 ? 0 : 100 * steps.Count(static s => s.State == StepState.Done) / steps.Count;

    private static OperationState StateOf(OrchestrationRuntimeStatus status, OperationProgress progress) => status switch
    {
        OrchestrationRuntimeStatus.Pending => OperationState.Pending,
        OrchestrationRuntimeStatus.Suspended => OperationState.Suspended,
        OrchestrationRuntimeStatus.Completed when progress.Error?.Code == ErrorCatalog.OperationCanceled.Code => OperationState.Canceled,
        OrchestrationRuntimeStatus.Completed => progress.Error is null ? OperationState.Succeeded : OperationState.Failed,
        OrchestrationRuntimeStatus.Failed => OperationState.Failed,
        OrchestrationRuntimeStatus.Terminated => OperationState.Terminated,
        _ => OperationState.Running,
    };
}
