using Microsoft.DurableTask.Client;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;
using Orchestrator.Functions.Orchestrations;

namespace Orchestrator.Functions.Operations;

/// <summary>Puts an operation's status together: the stored plan says what its steps are, the custom statuses how far each is.</summary>
public sealed class OperationQuery(IClusterStore store, TimeProvider time)
{
    /// <summary>The operation, or null when there is none of that id.</summary>
    public async Task<OperationStatus?> FindAsync(string operationId, DurableTaskClient client, CancellationToken cancellation)
    {
        if (OperationInstances.ClusterOf(operationId) is not { } cluster
            || await client.GetInstanceAsync(operationId, getInputsAndOutputs: true, cancellation) is not { } instance)
        {
            return null;
        }

        var progress = instance.ReadCustomStatusAs<OperationProgress>() ?? new OperationProgress();
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
            Error = progress.Error,
        };
    }

    private static async Task<IReadOnlyList<StepStatus>> StepsAsync(
        string operationId, ClusterPlan plan, OperationProgress progress, DurableTaskClient client, CancellationToken cancellation)
    {
        var steps = new List<StepStatus>();
        foreach (var node in plan.Nodes)
        {
            steps.Add(StepStatuses.Planned(node.Step, progress.Progress.GetValueOrDefault(node.Step.Key)));
            foreach (var instanceId in GroupInstances(operationId, node.Step))
            {
                if (await client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, cancellation) is { } group)
                {
                    StepStatuses.Merge(steps, node.Step.Key, group);
                }
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
