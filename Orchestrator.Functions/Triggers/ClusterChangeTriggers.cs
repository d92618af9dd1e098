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
        ChangeAsync<ScaleRequest>(
            request, """{"replicas":3,"pool":"NAME"}""", new ClusterKey(@namespace, name), client,
            static (document, scale) => ClusterChanges.Scale(document.Spec, scale.Pool, scale.Replicas), cancellation);

    [Function("UpgradeCluster")]
    [RequiresRole(Role.Operator)]
    public Task<IActionResult> UpgradeAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "clusters/{namespace}/{name}/upgrade")] HttpRequest request,
        string @namespace, string name, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        ChangeAsync<UpgradeRequest>(
            request, """{"version":"v1.31.2"}""", new ClusterKey(@namespace, name), client,
            static (document, upgrade) => ClusterChanges.Upgrade(document.Spec, upgrade.Version), cancellation);

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

    /// <summary>Back to the spec before the newest one. Restarts cannot be undone, so generations that differ in nothing else are passed by.</summary>
    [Function("UndoCluster")]
    [RequiresRole(Role.Operator)]
    public Task<IActionResult> UndoAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "clusters/{namespace}/{name}/undo")] HttpRequest request,
        string @namespace, string name, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        ChangeAsync(
            request, new ClusterKey(@namespace, name), client,
            document => PreviousAsync(document, cancellation),
            cancellation);

    /// <summary>Replaces machines that nothing is wrong with.</summary>
    [Function("RestartCluster")]
    [RequiresRole(Role.Operator)]
    public Task<IActionResult> RestartAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "clusters/{namespace}/{name}/restart")] HttpRequest request,
        string @namespace, string name, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        ChangeAsync<RestartRequest>(
            request, """{"pool":"NAME"}, {"controlPlane":true} or {}""", new ClusterKey(@namespace, name), client,
            (document, restart) => RolloutSteering.Restart(document.Spec, restart, time.GetUtcNow()), cancellation);

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

    private async Task<ClusterSpec> PreviousAsync(ClusterDocument document, CancellationToken cancellation)
    {
        for (var generation = document.Generation - 1; generation > 0; generation--)
        {
            if (await store.FindSpecAsync(document.Key, generation, cancellation) is { } spec && SpecHash.Of(ClusterChanges.KeepRestarts(document.Spec, spec)) != document.SpecHash)
            {
                return spec;
            }
        }

        throw new OrchestratorException(ErrorCatalog.InvalidValue.With(
            $"Cluster {document.Key} has no spec before generation {document.Generation} that says anything else.", "generation", "Apply the manifest that you want."));
    }

    private Task<IActionResult> ChangeAsync<T>(
        HttpRequest request, string shape, ClusterKey key, DurableTaskClient client, Func<ClusterDocument, T, ClusterSpec> change, CancellationToken cancellation)
        where T : class
    {
        // A body is read once, a change may be made of several documents.
        var body = new Lazy<Task<T>>(() => RequestBody.ReadAsync<T>(request, shape, cancellation));
        return ChangeAsync(request, key, client, async document => change(document, await body.Value), cancellation);
    }

    private Task<IActionResult> ChangeAsync(
        HttpRequest request, ClusterKey key, DurableTaskClient client, Func<ClusterDocument, Task<ClusterSpec>> change, CancellationToken cancellation) => ApiResults.AnswerAsync(async () =>
    {
        var document = await store.FindAsync(key, cancellation) is { Phase: not ClusterPhase.Deleted } found
            ? found
            : throw new OrchestratorException(ErrorCatalog.ClusterNotFound.With($"There is no cluster {key}.", key.ToString()));
        try
        {
            if (ApiResults.IsTrue(request, "dryRun"))
            {
                var spec = await CheckedAsync(document, change);
                var isKnown = SpecHash.Of(spec) == document.SpecHash;
                var plan = await plans.PlanAsync(spec, isKnown ? document.Generation : document.Generation + 1, OperationKind.Apply, cancellation);
                return ApiResults.Json(new ApplyOutcome(key, document.Generation, plan.Summary.HasChanges, OperationId: null, plan));
            }

            var (accepted, changed) = await operations.ChangeAsync(document, now => CheckedAsync(now, change), client, cancellation);
            return ApiResults.Accepted(request, accepted, changed);
        }
        catch (ImpossibleChangeException impossible)
        {
            return ApiResults.Invalid(impossible.Reasons);
        }
    });

    /// <exception cref="ImpossibleChangeException">The spec cannot follow the one that is there.</exception>
    private static async Task<ClusterSpec> CheckedAsync(ClusterDocument document, Func<ClusterDocument, Task<ClusterSpec>> change)
    {
        var spec = ClusterChanges.KeepRestarts(document.Spec, await change(document));
        var diagnostics = ClusterChanges.Check(document.Spec, spec);
        return diagnostics.Any(static d => d.Severity == DiagnosticSeverity.Error) ? throw new ImpossibleChangeException(diagnostics) : spec;
    }
}
