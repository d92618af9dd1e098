using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orchestrator.Activities.Graphs;
using Orchestrator.Activities.State;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Functions.Http;
using Orchestrator.Functions.Operations;
using Orchestrator.Manifests.Changes;

namespace Orchestrator.Functions.Triggers;

/// <summary>
/// <c>POST /api/clusters/{namespace}/{name}/retry|scale|upgrade|undo</c>: changes by name instead of by manifest; with <c>?dryRun=true</c> only their plan.
/// </summary>
public sealed class ClusterChangeTriggers(IClusterStore store, ClusterOperations operations, PlanService plans)
{
    [Function("RetryCluster")]
    public async Task<IActionResult> RetryAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "clusters/{namespace}/{name}/retry")] HttpRequest request,
        string @namespace, string name, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        try
        {
            var (document, _) = await operations.RetryAsync(new ClusterKey(@namespace, name), client, cancellation);
            return Accepted(request, document, changed: false);
        }
        catch (OrchestratorException refused)
        {
            return ApiResults.Failure(refused.Error);
        }
    }

    [Function("ScaleCluster")]
    public Task<IActionResult> ScaleAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "clusters/{namespace}/{name}/scale")] HttpRequest request,
        string @namespace, string name, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        ChangeAsync(
            request, new ClusterKey(@namespace, name), client,
            async document =>
            {
                var scale = await BodyAsync<ScaleRequest>(request, """{"replicas":3,"pool":"NAME"}""", cancellation);
                return ClusterChanges.Scale(document.Spec, scale.Pool, scale.Replicas);
            },
            cancellation);

    [Function("UpgradeCluster")]
    public Task<IActionResult> UpgradeAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "clusters/{namespace}/{name}/upgrade")] HttpRequest request,
        string @namespace, string name, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        ChangeAsync(
            request, new ClusterKey(@namespace, name), client,
            async document => ClusterChanges.Upgrade(document.Spec, (await BodyAsync<UpgradeRequest>(request, """{"version":"v1.31.2"}""", cancellation)).Version),
            cancellation);

    /// <summary>Back to the spec before the newest one.</summary>
    [Function("UndoCluster")]
    public Task<IActionResult> UndoAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "clusters/{namespace}/{name}/undo")] HttpRequest request,
        string @namespace, string name, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        ChangeAsync(
            request, new ClusterKey(@namespace, name), client,
            async document => await store.FindSpecAsync(document.Key, document.Generation - 1, cancellation)
                ?? throw new OrchestratorException(ErrorCatalog.InvalidValue.With($"Cluster {document.Key} has no spec before generation {document.Generation}.", "generation", "Apply the manifest that you want.")),
            cancellation);

    private async Task<IActionResult> ChangeAsync(
        HttpRequest request, ClusterKey key, DurableTaskClient client, Func<ClusterDocument, Task<ClusterSpec>> change, CancellationToken cancellation)
    {
        try
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

            if (string.Equals(request.Query["dryRun"], "true", StringComparison.OrdinalIgnoreCase))
            {
                var isKnown = SpecHash.Of(spec) == document.SpecHash;
                var plan = await plans.PlanAsync(spec, isKnown ? document.Generation : document.Generation + 1, OperationKind.Apply, cancellation);
                return ApiResults.Json(new ApplyOutcome(key, document.Generation, plan.Summary.HasChanges, OperationId: null, plan));
            }

            var (accepted, changed) = await operations.ApplyAsync(spec, expectedPlan: null, client, cancellation);
            return Accepted(request, accepted, changed);
        }
        catch (OrchestratorException refused)
        {
            return ApiResults.Failure(refused.Error);
        }
    }

    private static IActionResult Accepted(HttpRequest request, ClusterDocument document, bool changed) =>
        ApiResults.Accepted(request, document.OperationId, new ApplyOutcome(document.Key, document.Generation, changed, document.OperationId, Plan: null));

    private static async Task<T> BodyAsync<T>(HttpRequest request, string shape, CancellationToken cancellation)
        where T : class
    {
        try
        {
            if (await JsonSerializer.DeserializeAsync<T>(request.Body, Strict, cancellation) is { } body)
            {
                return body;
            }
        }
        catch (JsonException)
        {
            // Told below with the shape that is right.
        }

        throw new OrchestratorException(ErrorCatalog.InvalidRequestBody.With("The request is not what this route takes.", action: $"Send {shape}."));
    }

    private static readonly JsonSerializerOptions Strict = new(ContractJson.Options)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };
}
