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
using Orchestrator.Contracts.Plans;
using Orchestrator.Functions.Access;
using Orchestrator.Functions.Fleet;
using Orchestrator.Functions.Http;
using Orchestrator.Functions.Operations;
using Orchestrator.Manifests;
using Orchestrator.Manifests.Changes;
using Orchestrator.Manifests.Selectors;
using Orchestrator.Manifests.Validation;

namespace Orchestrator.Functions.Triggers;

/// <summary><c>POST /api/apply[?dryRun=true][&amp;labelSelector=…]</c>: all of the input is checked before anything of it is accepted.</summary>
public sealed class ApplyTrigger(IClusterStore store, ManifestAcceptance acceptance, ClusterOperations operations, PlanService plans, ManifestAccess access)
{
    [Function("Apply")]
    [RequiresRole(Role.Operator, ScopesItself = true)]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "apply")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) => ApiResults.AnswerAsync(async () =>
    {
        var apply = await RequestBody.ReadAsync(request, cancellation);
        var manifest = Selected(await acceptance.ReadAsync(apply.Files, apply.Variables, cancellation), apply.Selector);
        var diagnostics = new List<Diagnostic>(manifest.Diagnostics);
        if (manifest.IsValid)
        {
            diagnostics.AddRange(await CheckTransitionsAsync(manifest, cancellation));
        }

        if (diagnostics.Exists(static d => d.Severity == DiagnosticSeverity.Error))
        {
            return ApiResults.Invalid(diagnostics);
        }

        await access.CheckAsync(manifest, cancellation);
        var outcomes = ApiResults.IsTrue(request, "dryRun")
            ? await PlanAsync(manifest.Clusters, cancellation)
            : await AcceptAsync(manifest, await CheckPlansAsync(manifest, apply.ExpectedPlans, cancellation), client, cancellation);
        var result = new ApplyResult(outcomes, diagnostics);
        var operation = outcomes.FirstOrDefault(static o => o.OperationId is not null)?.OperationId;
        return operation is null ? ApiResults.Json(result) : ApiResults.Accepted(request, operation, result);
    });

    /// <summary>A selector that matches nothing is more likely a mistake than a wish.</summary>
    private static ManifestResult Selected(ManifestResult manifest, string? selector)
    {
        if (selector is null || !manifest.IsValid)
        {
            return manifest;
        }

        var labels = LabelSelectorText.Parse(selector);
        var selected = manifest with { Clusters = [.. manifest.Clusters.Where(spec => labels.Matches(ClusterLabels.Of(spec)))] };
        return selected.Clusters.Count > 0 ? selected : throw new OrchestratorException(ErrorCatalog.ClusterNotFound.With($"No cluster of the manifests matches {selector}.", "selector", "See metadata.labels of the manifests."));
    }

    private async Task<IReadOnlyList<Diagnostic>> CheckTransitionsAsync(ManifestResult manifest, CancellationToken cancellation)
    {
        var diagnostics = new List<Diagnostic>();
        foreach (var after in manifest.Clusters)
        {
            if (await store.FindAsync(after.Key, cancellation) is { Phase: not ClusterPhase.Deleted } before)
            {
                if (before.DeletionRequested)
                {
                    throw new OrchestratorException(ErrorCatalog.OperationRunning.With($"Cluster {before.Key} is being deleted.", before.OperationId));
                }

                diagnostics.AddRange(ClusterTransitions.Validate(before.Spec, after, manifest.Origins.GetValueOrDefault(after.Key)));
            }
        }

        return diagnostics;
    }

    private async Task<IReadOnlyList<ApplyOutcome>> PlanAsync(IReadOnlyList<ClusterSpec> clusters, CancellationToken cancellation)
    {
        var outcomes = new List<ApplyOutcome>();
        foreach (var spec in clusters)
        {
            var (generation, plan) = await PlanAsync(spec, cancellation);
            outcomes.Add(new ApplyOutcome(spec.Key, generation, plan.Summary.HasChanges, OperationId: null, plan));
        }

        return outcomes;
    }

    /// <summary>Under the generation that the spec would have: a new one only if it says something new.</summary>
    private async Task<(int Generation, ClusterPlan Plan)> PlanAsync(ClusterSpec spec, CancellationToken cancellation)
    {
        var document = await store.FindAsync(spec.Key, cancellation);
        var generation = document?.Generation ?? 0;
        spec = document is { Phase: not ClusterPhase.Deleted } ? ClusterChanges.KeepRestarts(document.Spec, spec) : spec;
        var isKnown = document is { Phase: not ClusterPhase.Deleted } && string.Equals(document.SpecHash, SpecHash.Of(spec), StringComparison.Ordinal);
        return (generation, await plans.PlanAsync(spec, isKnown ? generation : generation + 1, OperationKind.Apply, cancellation));
    }

    /// <summary>The digest that each cluster's operation must find. Checked here too, so that a stale plan changes nothing at all.</summary>
    /// <exception cref="OrchestratorException">PlanChanged.</exception>
    private async Task<IReadOnlyDictionary<ClusterKey, string>> CheckPlansAsync(ManifestResult manifest, IReadOnlyList<ExpectedPlan>? expected, CancellationToken cancellation)
    {
        var digests = (expected ?? []).ToDictionary(static plan => plan.Cluster, static plan => plan.Digest);
        foreach (var spec in expected is null ? [] : manifest.Clusters)
        {
            var (_, plan) = await PlanAsync(spec, cancellation);
            if (digests.GetValueOrDefault(spec.Key) != PlanDigest.Of(plan))
            {
                throw new OrchestratorException(ErrorCatalog.PlanChanged.With(
                    !plan.Summary.HasChanges ? $"Nothing is left of the plan of {spec.Key}: it was carried out, or somebody else has done the same. Nothing was done." : $"Something changed since the plan of {spec.Key} was saved: it would now be {plan.Summary.Create} to create, {plan.Summary.Update} to update, "
                    + $"{plan.Summary.Replace} to replace, {plan.Summary.Delete} to delete, {plan.Summary.MachinesToRoll} machines to roll. Nothing was done.", spec.Key.ToString()));
            }
        }

        return digests;
    }

    private async Task<IReadOnlyList<ApplyOutcome>> AcceptAsync(ManifestResult manifest, IReadOnlyDictionary<ClusterKey, string> expectedPlans, DurableTaskClient client, CancellationToken cancellation)
    {
        await acceptance.KeepSharedAsync(manifest, cancellation);
        var outcomes = new List<ApplyOutcome>();
        foreach (var spec in manifest.Clusters)
        {
            outcomes.Add(await AcceptAsync(spec, expectedPlans.GetValueOrDefault(spec.Key), client, cancellation));
        }

        return outcomes;
    }

    /// <summary>A spec that is carried out already starts an operation only if Azure has drifted from it.</summary>
    private async Task<ApplyOutcome> AcceptAsync(ClusterSpec spec, string? expectedPlan, DurableTaskClient client, CancellationToken cancellation)
    {
        if (await store.FindAsync(spec.Key, cancellation) is { Phase: ClusterPhase.Ready, OperationRunning: false } ready
            && string.Equals(ready.SpecHash, SpecHash.Of(ClusterChanges.KeepRestarts(ready.Spec, spec)), StringComparison.Ordinal)
            && !(await plans.PlanAsync(ready.Spec, ready.Generation, OperationKind.Apply, cancellation)).Summary.HasChanges)
        {
            return new ApplyOutcome(spec.Key, ready.Generation, Changed: false, OperationId: null, Plan: null);
        }

        var (document, changed) = await operations.ApplyAsync(spec, expectedPlan, client, cancellation);
        return new ApplyOutcome(spec.Key, document.Generation, changed, document.OperationId, Plan: null);
    }
}
