using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orchestrator.Activities.Drift;
using Orchestrator.Activities.Graphs;
using Orchestrator.Activities.Nodes;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Operations;
using Orchestrator.Functions.Access;
using Orchestrator.Functions.Fleet;
using Orchestrator.Functions.Http;
using Orchestrator.Functions.Operations;
using Orchestrator.Manifests.Selectors;

namespace Orchestrator.Functions.Triggers;

/// <summary>Clusters over HTTP: list (of a namespace, or by <c>?labelSelector=</c>), show, delete, plan, kubeconfig.</summary>
public sealed class ClusterTriggers(
    IClusterStore store, SourceStore sources, ClusterOperations operations, PlanService plans, IKubeconfigs kubeconfigs, RequestOrigins origins, DriftStore drift, TimeProvider time)
{
    [Function("ListClusters")]
    [RequiresRole(Role.Reader, ScopesItself = true)]
    public Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "clusters")] HttpRequest request, CancellationToken cancellation) => ApiResults.AnswerAsync(async () =>
    {
        var selector = ApiResults.Parameter(request, "labelSelector") is { } text ? LabelSelectorText.Parse(text) : null;
        var wanted = request.Query["namespace"].ToString();
        var shown = new List<ClusterStatus>();
        foreach (var document in await store.ListAsync(cancellation))
        {
            if (document.Phase != ClusterPhase.Deleted && origins.Access.MayEnter(document.Key.Namespace) && (wanted.Length == 0 || string.Equals(document.Key.Namespace, wanted, StringComparison.Ordinal))
                && (selector is null || selector.Matches(ClusterLabels.Of(document.Spec))))
            {
                shown.Add(await StatusAsync(document, cancellation));
            }
        }

        return ApiResults.Json(shown);
    });

    [Function("GetCluster")]
    [RequiresRole(Role.Reader)]
    public Task<IActionResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "clusters/{namespace}/{name}")] HttpRequest request,
        string @namespace, string name, CancellationToken cancellation) =>
        WithClusterAsync(
            @namespace,
            name,
            async document =>
            {
                var report = await drift.FindReportAsync(document.Key, cancellation);
                return ApiResults.Json(await StatusAsync(document, cancellation) with { Drift = report?.Summarize() });
            },
            cancellation);

    /// <summary>
    /// <c>?force=true</c> goes on past what fails and tells what is left; with <c>&amp;forget=true</c> the cluster is given up all the same. With <c>?deleteForeign=true</c> resource groups that
    /// were made for the cluster go with what others have put into them.
    /// </summary>
    [Function("DeleteCluster")]
    [RequiresRole(Role.Admin)]
    public Task<IActionResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "clusters/{namespace}/{name}")] HttpRequest request,
        string @namespace, string name, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        WithClusterAsync(
            @namespace,
            name,
            async document =>
            {
                var (force, forget) = (ApiResults.IsTrue(request, "force"), ApiResults.IsTrue(request, "forget"));
                if (forget && !force)
                {
                    return ApiResults.Failure(ErrorCatalog.InvalidValue.With("Only a forced deletion gives a cluster up.", "forget", "Write ?force=true&forget=true, or leave 'forget' out."));
                }

                var (deleting, changed) = await operations.DeleteAsync(document.Key, force, forget, ApiResults.IsTrue(request, "deleteForeign"), client, cancellation);
                return ApiResults.Accepted(request, deleting, changed);
            },
            cancellation);

    /// <summary>What applying the newest spec again would do; with <c>?delete=true</c>, what deleting would, and with <c>&amp;deleteForeign=true</c>, what deleting with all that others have would.</summary>
    [Function("GetPlan")]
    [RequiresRole(Role.Reader)]
    public Task<IActionResult> PlanAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "clusters/{namespace}/{name}/plan")] HttpRequest request,
        string @namespace, string name, CancellationToken cancellation) =>
        WithClusterAsync(
            @namespace,
            name,
            async document =>
            {
                var kind = ApiResults.IsTrue(request, "delete") ? OperationKind.Delete : OperationKind.Apply;
                var deleteForeign = document.DeleteForeign || ApiResults.IsTrue(request, "deleteForeign");
                return ApiResults.Json(await plans.PlanAsync(document.Spec, document.Generation, kind, cancellation, deleteForeign));
            },
            cancellation);

    /// <summary>An Operator gets that of its own sign-in, which AKS has; what makes whoever holds it cluster-admin is for Admins.</summary>
    [Function("GetKubeconfig")]
    [RequiresRole(Role.Operator)]
    public Task<IActionResult> KubeconfigAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "clusters/{namespace}/{name}/kubeconfig")] HttpRequest request,
        string @namespace, string name, CancellationToken cancellation) =>
        WithClusterAsync(
            @namespace,
            name,
            async document =>
            {
                if (!document.ControlPlaneInitialized)
                {
                    return ApiResults.Failure(ErrorCatalog.NotInitialized.With($"Cluster {document.Key} has no API server yet."));
                }

                request.HttpContext.Response.Headers.CacheControl = "no-store";
                var options = new KubeconfigOptions(ApiResults.IsTrue(request, "user"), ApiResults.IsTrue(request, "publicName"));
                origins.Access.Require(options.ForUser && document.Spec.ManagedCluster is not null ? Role.Operator : Role.Admin, "get an admin's kubeconfig");
                return ApiResults.Content(await kubeconfigs.GetAsync(document.Spec, cancellation, options), "application/yaml");
            },
            cancellation);

    private Task<IActionResult> WithClusterAsync(string @namespace, string name, Func<ClusterDocument, Task<IActionResult>> action, CancellationToken cancellation) => ApiResults.AnswerAsync(async () =>
    {
        var key = new ClusterKey(@namespace, name);
        return await store.FindAsync(key, cancellation) is { Phase: not ClusterPhase.Deleted } document
            ? await action(document)
            : ApiResults.Failure(ErrorCatalog.ClusterNotFound.With($"There is no cluster {key}.{await WhyNotAsync(key, cancellation)}", key.ToString()));
    });

    private async Task<ClusterStatus> StatusAsync(ClusterDocument document, CancellationToken cancellation) =>
        ClusterStatuses.Of(document, await sources.FindStatusAsync(document.Key, cancellation), time.GetUtcNow());

    /// <summary>A cluster whose first manifest is refused is nowhere else to be seen.</summary>
    private async Task<string> WhyNotAsync(ClusterKey key, CancellationToken cancellation) =>
        await sources.FindStatusAsync(key, cancellation) is { State: SourceState.Failed, Error: { } error } failed
            ? $" Revision {failed.Source.Revision} of its source was refused, {error.Code}: {error.Message}"
            : string.Empty;
}
