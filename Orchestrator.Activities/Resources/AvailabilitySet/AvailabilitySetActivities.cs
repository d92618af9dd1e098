using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.AvailabilitySet;

public sealed class AvailabilitySetActivities(ResourceReconciler reconciler)
{
    [Function("EnsureAvailabilitySet")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.EnsureAsync(StepKinds.AvailabilitySet, request, cancellation);

    [Function("ObserveAvailabilitySet")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.ObserveAsync(StepKinds.AvailabilitySet, request, cancellation);

    [Function("DeleteAvailabilitySet")]
    public Task<ResourceOutcome> DeleteAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.DeleteAsync(StepKinds.AvailabilitySet, request, cancellation);
}
