using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.ResourceGroup;

public sealed class ResourceGroupActivities(ResourceReconciler reconciler)
{
    [Function("EnsureResourceGroup")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.EnsureAsync(StepKinds.ResourceGroup, request, cancellation);

    [Function("ObserveResourceGroup")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.ObserveAsync(StepKinds.ResourceGroup, request, cancellation);

    [Function("DeleteResourceGroup")]
    public Task<ResourceOutcome> DeleteAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.DeleteAsync(StepKinds.ResourceGroup, request, cancellation);
}
