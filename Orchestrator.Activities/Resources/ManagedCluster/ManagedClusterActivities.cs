using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.ManagedCluster;

public sealed class ManagedClusterActivities(ResourceReconciler reconciler)
{
    [Function("EnsureManagedCluster")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.EnsureAsync(StepKinds.ManagedCluster, request, cancellation);

    [Function("ObserveManagedCluster")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.ObserveAsync(StepKinds.ManagedCluster, request, cancellation);

    [Function("DeleteManagedCluster")]
    public Task<ResourceOutcome> DeleteAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.DeleteAsync(StepKinds.ManagedCluster, request, cancellation);
}
