using Microsoft.DurableTask.Client;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.History;
using Orchestrator.Contracts.Operations;
using Orchestrator.Functions.Orchestrations;
using Orchestrator.Functions.Walking;

namespace Orchestrator.Functions.Operations;

/// <summary>Suspends, resumes and cancels a running operation together with its machine groups, and approves its steps.</summary>
public sealed class OperationSteering(ClusterOperations operations, TimeProvider time)
{
    /// <summary>The operation first: what stands still starts no more groups.</summary>
    /// <exception cref="OrchestratorException">OperationNotFound, OperationEnded.</exception>
    public async Task SuspendAsync(string operationId, string? reason, DurableTaskClient client, CancellationToken cancellation)
    {
        foreach (var instance in await RunningAsync(operationId, client, cancellation))
        {
            await client.SuspendInstanceAsync(instance.InstanceId, reason, cancellation);
        }

        await operations.NoteAsync(OperationInstances.ClusterOf(operationId)!, HistoryAction.Suspend, cancellation);
    }

    /// <exception cref="OrchestratorException">OperationNotFound, OperationEnded.</exception>
    public async Task ResumeAsync(string operationId, string? reason, DurableTaskClient client, CancellationToken cancellation)
    {
        foreach (var instance in await RunningAsync(operationId, client, cancellation))
        {
            await client.ResumeInstanceAsync(instance.InstanceId, reason, cancellation);
        }

        await operations.NoteAsync(OperationInstances.ClusterOf(operationId)!, HistoryAction.Resume, cancellation);
    }

    /// <summary>What is suspended is resumed, or it could not come to its end.</summary>
    /// <exception cref="OrchestratorException">OperationNotFound, OperationEnded.</exception>
    public async Task CancelAsync(string operationId, DurableTaskClient client, CancellationToken cancellation)
    {
        var cluster = OperationInstances.ClusterOf(operationId) ?? throw NotFound(operationId);
        var running = await RunningAsync(operationId, client, cancellation);
        if (!await operations.CancelAsync(cluster, operationId, client, cancellation))
        {
            throw Ended(operationId);
        }

        foreach (var instance in running.Where(static i => i.RuntimeStatus == OrchestrationRuntimeStatus.Suspended))
        {
            await client.ResumeInstanceAsync(instance.InstanceId, "canceled", cancellation);
        }
    }

    /// <summary>Consents to a step that waits; again for the same step changes nothing.</summary>
    /// <param name="operationId">The operation.</param>
    /// <param name="step">Key of the step.</param>
    /// <param name="by">Who consents.</param>
    /// <param name="client">Reads the operation and tells it.</param>
    /// <param name="cancellation">Stops the request.</param>
    /// <exception cref="OrchestratorException">OperationNotFound, OperationEnded, NothingToApprove.</exception>
    public async Task ApproveAsync(string operationId, string step, string by, DurableTaskClient client, CancellationToken cancellation)
    {
        var cluster = OperationInstances.ClusterOf(operationId) ?? throw NotFound(operationId);
        var operation = await client.GetInstanceAsync(operationId, getInputsAndOutputs: true, cancellation) ?? throw NotFound(operationId);
        var progress = operation.IsCompleted ? throw Ended(operationId) : operation.ReadCustomStatusAs<OperationProgress>();
        var waiting = (progress?.Approvals ?? []).Where(static a => a.By is null).ToList();
        var gate = waiting.Find(a => a.Step == step)?.Gate ?? throw new OrchestratorException(ErrorCatalog.NothingToApprove.With(
            $"Step {step} of {operationId} does not wait for approval{(waiting.Count == 0 ? ", nor does any other" : $"; {string.Join(", ", waiting.Select(static a => a.Step))} do")}.", step));
        var approval = new StepApproval(operationId, progress!.Generation, step, gate, by, time.GetUtcNow());
        await operations.SteerAsync(cluster, HistoryAction.Approve, document => With(document, approval), client, cancellation, OperationScope.ApprovedEvent(step));
    }

    private static ClusterDocument With(ClusterDocument document, StepApproval approval)
    {
        var known = (document.Approvals ?? []).Where(a => a.OperationId == document.OperationId).ToList();
        return document.OperationId != approval.OperationId || known.Exists(a => a.Step == approval.Step && a.Generation == approval.Generation)
            ? document
            : document with { Approvals = [.. known, approval] };
    }

    private static async Task<IReadOnlyList<OrchestrationMetadata>> RunningAsync(string operationId, DurableTaskClient client, CancellationToken cancellation)
    {
        var found = new List<OrchestrationMetadata>();
        await foreach (var instance in client.GetAllInstancesAsync(new OrchestrationQuery { InstanceIdPrefix = operationId }).WithCancellation(cancellation))
        {
            // The prefix of operation 1 is that of operation 10 too.
            if (instance.InstanceId == operationId || instance.InstanceId.StartsWith($"{operationId}:", StringComparison.Ordinal))
            {
                found.Add(instance);
            }
        }

        var operation = found.Find(i => i.InstanceId == operationId) ?? throw NotFound(operationId);
        return operation.IsCompleted ? throw Ended(operationId) : [.. found.Where(static i => !i.IsCompleted).OrderBy(static i => i.InstanceId.Length)];
    }

    private static OrchestratorException NotFound(string id) => new(ErrorCatalog.OperationNotFound.With($"There is no operation {id}.", id));

    private static OrchestratorException Ended(string id) => new(ErrorCatalog.OperationEnded.With($"Operation {id} has ended.", id));
}
