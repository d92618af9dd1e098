using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.ClusterExtension;

public sealed class ClusterExtensionActivities(ResourceReconciler reconciler)
{
    [Function("EnsureClusterExtension")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.EnsureAsync(StepKinds.ClusterExtension, request, cancellation);

    [Function("ObserveClusterExtension")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.ObserveAsync(StepKinds.ClusterExtension, request, cancellation);

    [Function("DeleteClusterExtension")]
    public Task<ResourceOutcome> DeleteAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.DeleteAsync(StepKinds.ClusterExtension, request, cancellation);
}
