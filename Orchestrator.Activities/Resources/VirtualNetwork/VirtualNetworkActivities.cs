using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.VirtualNetwork;

public sealed class VirtualNetworkActivities(ResourceReconciler reconciler)
{
    [Function("EnsureVirtualNetwork")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.EnsureAsync(StepKinds.VirtualNetwork, request, cancellation);

    [Function("ObserveVirtualNetwork")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.ObserveAsync(StepKinds.VirtualNetwork, request, cancellation);

    [Function("DeleteVirtualNetwork")]
    public Task<ResourceOutcome> DeleteAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.DeleteAsync(StepKinds.VirtualNetwork, request, cancellation);
}
