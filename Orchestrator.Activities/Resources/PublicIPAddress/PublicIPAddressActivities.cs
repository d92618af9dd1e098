using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.PublicIPAddress;

public sealed class PublicIPAddressActivities(ResourceReconciler reconciler)
{
    [Function("EnsurePublicIPAddress")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.EnsureAsync(StepKinds.PublicIPAddress, request, cancellation);

    [Function("ObservePublicIPAddress")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.ObserveAsync(StepKinds.PublicIPAddress, request, cancellation);

    [Function("DeletePublicIPAddress")]
    public Task<ResourceOutcome> DeleteAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.DeleteAsync(StepKinds.PublicIPAddress, request, cancellation);
}
