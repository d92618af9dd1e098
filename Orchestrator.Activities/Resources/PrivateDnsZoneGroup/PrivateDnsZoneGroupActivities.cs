using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.PrivateDnsZoneGroup;

public sealed class PrivateDnsZoneGroupActivities(ResourceReconciler reconciler)
{
    [Function("EnsurePrivateDnsZoneGroup")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.EnsureAsync(StepKinds.PrivateDnsZoneGroup, request, cancellation);

    [Function("ObservePrivateDnsZoneGroup")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.ObserveAsync(StepKinds.PrivateDnsZoneGroup, request, cancellation);

    [Function("DeletePrivateDnsZoneGroup")]
    public Task<ResourceOutcome> DeleteAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.DeleteAsync(StepKinds.PrivateDnsZoneGroup, request, cancellation);
}
