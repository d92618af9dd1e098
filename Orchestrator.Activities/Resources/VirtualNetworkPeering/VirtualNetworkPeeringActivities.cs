using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.VirtualNetworkPeering;

public sealed class VirtualNetworkPeeringActivities(ResourceReconciler reconciler)
{
    [Function("EnsureVirtualNetworkPeering")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.EnsureAsync(StepKinds.VirtualNetworkPeering, request, cancellation);

    [Function("ObserveVirtualNetworkPeering")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.ObserveAsync(StepKinds.VirtualNetworkPeering, request, cancellation);

    [Function("DeleteVirtualNetworkPeering")]
    public Task<ResourceOutcome> DeleteAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.DeleteAsync(StepKinds.VirtualNetworkPeering, request, cancellation);
}
