using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Graphs;

/// <summary>Plans the newest generation of a cluster, or its deletion once that was asked for, and stores the whole plan.</summary>
public sealed class PlanClusterActivity(PlanService plans, IClusterStore clusters, IResourceIndex index)
{
    [Function("PlanCluster")]
    public async Task<PlanResult> RunAsync([ActivityTrigger] PlanRequest request, CancellationToken cancellation)
    {
        var document = await clusters.FindAsync(request.Cluster, cancellation).ConfigureAwait(false);
        if (document is null)
        {
            return new PlanResult { Kind = request.Kind, Error = ErrorCatalog.ClusterNotFound.With($"There is no cluster {request.Cluster}.", request.Cluster.ToString()) };
        }

        var kind = document.DeletionRequested ? OperationKind.Delete : request.Kind;
        if (document.CancelRequested)
        {
            return new PlanResult { Generation = document.Generation, Kind = kind, Error = ErrorCatalog.OperationCanceled.With("Canceled before anything was begun.") };
        }

        try
        {
            // The copy of this generation that every later activity reads; the document moves on with the next apply.
            await clusters.SaveSpecAsync(document.Spec, document.Generation, cancellation).ConfigureAwait(false);
            var plan = await plans.PlanAsync(document.Spec, document.Generation, kind, cancellation, document.DeleteForeign).ConfigureAwait(false);
            if (await IsNotExpectedAsync(document, request.OperationId, plan, cancellation).ConfigureAwait(false))
            {
                return new PlanResult { Generation = document.Generation, Kind = kind, Error = ErrorCatalog.PlanChanged.With($"Something changed since the plan of {document.Key} was saved; nothing was done.", document.Key.ToString()) };
            }

            await clusters.SavePlanAsync(request.OperationId, plan, cancellation).ConfigureAwait(false);
            await RecordAdoptedAsync(document, plan, cancellation).ConfigureAwait(false);
            await RecordOfWorkloadsAsync(document.Key, plan, cancellation).ConfigureAwait(false);
            return new PlanResult
            {
                Generation = plan.Generation,
                Kind = kind,
                Steps = [.. plan.Nodes.Select(static n => n.Step)],
                Summary = plan.Summary,
                Approvals = ApprovalGates.Of(document, plan),
                Timeouts = DescribeMachineGroupActivity.TimeoutsOf(document.Spec),
                Force = IsForced(document),
                StopsInDrain = true,
                AsksAhead = true,
                RollingSteps = kind == OperationKind.Apply ? ApprovalGates.RollingSteps(plan) : null,
            };
        }
        catch (OrchestratorException exception)
        {
            return new PlanResult { Generation = document.Generation, Kind = kind, Error = exception.Error, Force = IsForced(document) };
        }
    }

    private static bool IsForced(ClusterDocument document) => document is { DeletionRequested: true, ForceDeletion: true };

    /// <summary>Only the operation's first plan is compared: once that was accepted and stored, later ones find it half done.</summary>
    private async Task<bool> IsNotExpectedAsync(ClusterDocument document, string operationId, ClusterPlan plan, CancellationToken cancellation) =>
        document.ExpectedPlan is { } expected
        && PlanDigest.Of(plan) != expected
        && await clusters.GetPlanAsync(document.Key, operationId, cancellation).ConfigureAwait(false) is null;

    /// <summary>What the cluster's workloads have made is told from others' only while the cluster lives, so it is recorded as the cluster's before that ends.</summary>
    private async Task RecordOfWorkloadsAsync(ClusterKey cluster, ClusterPlan plan, CancellationToken cancellation)
    {
        foreach (var id in plan.OfWorkloads ?? [])
        {
            await index.RecordAsync(cluster, id, operationId: null, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Resources that carry our tag but are not in the index, which may have been lost, are recorded again, so that their events find the cluster.</summary>
    private async Task RecordAdoptedAsync(ClusterDocument document, ClusterPlan plan, CancellationToken cancellation)
    {
        foreach (var node in plan.Nodes.Where(static n => n.Step is { Verb: StepVerb.Ensure, ResourceId: not null, Action: PlanAction.Keep or PlanAction.Update }))
        {
            await index.RecordAsync(document.Key, node.Step.ResourceId!, operationId: null, cancellation).ConfigureAwait(false);
        }
    }
}
