using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orchestrator.Activities.Graphs;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Functions.Access;
using Orchestrator.Functions.Http;
using Orchestrator.Functions.Operations;
using Orchestrator.Manifests.Changes;

namespace Orchestrator.Functions.Triggers;

/// <summary>
/// <c>POST /api/clusters/{namespace}/{name}/retry|scale|upgrade|undo|restart|start|stop|pause|resume</c>: changes by name instead of by manifest; those that change
/// the spec take <c>?dryRun=true</c> for only their plan.
/// </summary>
public sealed class ClusterChangeTriggers(IClusterStore store, ClusterOperations operations, PlanService plans, RolloutSteering rollouts, TimeProvider time)
{
    [Function("RetryCluster")]
    [RequiresRole(Role.Operator)]
    public Task<IActionResult> RetryAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "clusters/{namespace}/{name}/retry")] HttpRequest request,
        string @namespace, string name, [DurableClient] DurableTaskClient client, CancellationToken cancellation) => ApiResults.AnswerAsync(async () =>
    {
        var (document, _) = await operations.RetryAsync(new ClusterKey(@namespace, name), client, cancellation);
        return ApiResults.Accepted(request, document, changed: false);
    });

    [Function("ScaleCluster")]
    [RequiresRole(Role.Operator)]
    public Task<IActionResult> ScaleAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "clusters/{namespace}/{name}/scale")] HttpRequest request,
        string @namespace, string name, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        ChangeAsync(
            request, new ClusterKey(@namespace, name), client,
            async document =>
            {
                var scale = await RequestBody.ReadAsync<ScaleRequest>(request, """{"replicas":3,"pool":"NAME"}""", cancellation);
                return ClusterChanges.Scale(document.Spec, scale.Pool, scale.Replicas);
            },
            cancellation);

    [Function("UpgradeCluster")]
    [RequiresRole(Role.Operator)]
    public Task<IActionResult> UpgradeAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "clusters/{namespace}/{name}/upgrade")] HttpRequest request,
        string @namespace, string name, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        ChangeAsync(
            request, new ClusterKey(@namespace, name), client,
            async document => ClusterChanges.Upgrade(document.Spec, (await RequestBody.ReadAsync<UpgradeRequest>(request, """{"version":"v1.31.2"}""", cancellation)).Version),
            cancellation);

    /// <summary>AKS clusters only.</summary>
    [Function("StartCluster")]
    [RequiresRole(Role.Operator)]
    public Task<IActionResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "clusters/{namespace}/{name}/start")] HttpRequest request,
        string @namespace, string name, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        ChangeAsync(request, new ClusterKey(@namespace, name), client, static document => Task.FromResult(ClusterChanges.Power(document.Spec, ManagedClusterPower.Running)), cancellation);

    /// <summary>AKS clusters only.</summary>
    [Function("StopCluster")]
    [RequiresRole(Role.Operator)]
    public Task<IActionResult> StopAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "clusters/{namespace}/{name}/stop")] HttpRequest request,
        string @namespace, string name, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        ChangeAsync(request, new ClusterKey(@namespace, name), client, static document => Task.FromResult(ClusterChanges.Power(document.Spec, ManagedClusterPower.Stopped)), cancellation);

    /// <summary>Back to the spec before the newest one.</summary>
    [Function("UndoCluster")]
    [RequiresRole(Role.Operator)]
    public Task<IActionResult> UndoAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "clusters/{namespace}/{name}/undo")] HttpRequest request,
        string @namespace, string name, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        ChangeAsync(
            request, new ClusterKey(@namespace, name), client,
            async document => await store.FindSpecAsync(document.Key, document.Generation - 1, cancellation)
                ?? throw new OrchestratorException(ErrorCatalog.InvalidValue.With($"Cluster {document.Key} has no spec before generation {document.Generation}.", "generation", "Apply the manifest that you want.")),
            cancellation);

    /// <summary>Replaces machines that nothing is wrong with.</summary>
    [Function("RestartCluster")]
    [RequiresRole(Role.Operator)]
    public Task<IActionResult> RestartAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "clusters/{namespace}/{name}/restart")] HttpRequest request,
        string @namespace, string name, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        ChangeAsync(
            request, new ClusterKey(@namespace, name), client,
            async document => RolloutSteering.Restart(
                document.Spec, await RequestBody.ReadAsync<RestartRequest>(request, """{"pool":"NAME"}, {"controlPlane":true} or {}""", cancellation), time.GetUtcNow()),
            cancellation);

    /// <summary>From the next machine on none is replaced, until it is resumed.</summary>
    [Function("PauseRollouts")]
    [RequiresRole(Role.Operator)]
    public Task<IActionResult> PauseAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "clusters/{namespace}/{name}/pause")] HttpRequest request,
        string @namespace, string name, [DurableClient] DurableTaskClient client, CancellationToken cancellation) => ApiResults.AnswerAsync(async () =>
            ApiResults.Json(await rollouts.PauseAsync(new ClusterKey(@namespace, name), ApiResults.Parameter(request, "reason"), client, cancellation)));

    [Function("ResumeRollouts")]
    [RequiresRole(Role.Operator)]
    public Task<IActionResult> ResumeAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "clusters/{namespace}/{name}/resume")] HttpRequest request,
        string @namespace, string name, [DurableClient] DurableTaskClient client, CancellationToken cancellation) => ApiResults.AnswerAsync(async () =>
            ApiResults.Json(await rollouts.ResumeAsync(new ClusterKey(@namespace, name), client, cancellation)));

    private Task<IActionResult> ChangeAsync(
        HttpRequest request, ClusterKey key, DurableTaskClient client, Func<ClusterDocument, Task<ClusterSpec>> change, CancellationToken cancellation) => ApiResults.AnswerAsync(async () =>
    {
        var document = await store.FindAsync(key, cancellation) is { Phase: not ClusterPhase.Deleted } found
            ? found
            : throw new OrchestratorException(ErrorCatalog.ClusterNotFound.With($"There is no cluster {key}.", key.ToString()));
        var spec = await change(document);
        var diagnostics = ClusterChanges.Check(document.Spec, spec);
        if (diagnostics.Any(static d => d.Severity == DiagnosticSeverity.Error))
        {
            return ApiResults.Invalid(diagnostics);
        }

        if (ApiResults.IsTrue(request, "dryRun"))
        {
            var isKnown = SpecHash.Of(spec) == document.SpecHash;
            var plan = await plans.PlanAsync(spec, isKnown ? document.Generation : document.Generation + 1, OperationKind.Apply, cancellation);
            return ApiResults.Json(new ApplyOutcome(key, document.Generation, plan.Summary.HasChanges, OperationId: null, plan));
        }

        var (accepted, changed) = await operations.ApplyAsync(spec, expectedPlan: null, client, cancellation);
        return ApiResults.Accepted(request, accepted, changed);
    });
}
