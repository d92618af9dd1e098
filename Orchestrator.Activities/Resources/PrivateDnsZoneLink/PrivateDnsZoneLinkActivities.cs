using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.PrivateDnsZoneLink;

public sealed class PrivateDnsZoneLinkActivities(ResourceReconciler reconciler)
{
    [Function("EnsurePrivateDnsZoneLink")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.EnsureAsync(StepKinds.PrivateDnsZoneLink, request, cancellation);

    [Function("ObservePrivateDnsZoneLink")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.ObserveAsync(StepKinds.PrivateDnsZoneLink, request, cancellation);

    [Function("DeletePrivateDnsZoneLink")]
    public Task<ResourceOutcome> DeleteAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.DeleteAsync(StepKinds.PrivateDnsZoneLink, request, cancellation);
}
