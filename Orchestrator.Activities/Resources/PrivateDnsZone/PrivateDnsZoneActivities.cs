using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.PrivateDnsZone;

public sealed class PrivateDnsZoneActivities(ResourceReconciler reconciler)
{
    [Function("EnsurePrivateDnsZone")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.EnsureAsync(StepKinds.PrivateDnsZone, request, cancellation);

    [Function("ObservePrivateDnsZone")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.ObserveAsync(StepKinds.PrivateDnsZone, request, cancellation);

    [Function("DeletePrivateDnsZone")]
    public Task<ResourceOutcome> DeleteAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.DeleteAsync(StepKinds.PrivateDnsZone, request, cancellation);
}
