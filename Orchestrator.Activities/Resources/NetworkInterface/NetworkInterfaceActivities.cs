using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.NetworkInterface;

public sealed class NetworkInterfaceActivities(ResourceReconciler reconciler)
{
    [Function("EnsureNetworkInterface")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.EnsureAsync(StepKinds.NetworkInterface, request, cancellation);

    [Function("ObserveNetworkInterface")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.ObserveAsync(StepKinds.NetworkInterface, request, cancellation);

    [Function("DeleteNetworkInterface")]
    public Task<ResourceOutcome> DeleteAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.DeleteAsync(StepKinds.NetworkInterface, request, cancellation);
}
