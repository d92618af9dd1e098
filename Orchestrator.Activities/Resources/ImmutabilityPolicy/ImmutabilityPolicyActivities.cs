using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.ImmutabilityPolicy;

public sealed class ImmutabilityPolicyActivities(ResourceReconciler reconciler)
{
    [Function("EnsureImmutabilityPolicy")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.EnsureAsync(StepKinds.ImmutabilityPolicy, request, cancellation);

    [Function("ObserveImmutabilityPolicy")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.ObserveAsync(StepKinds.ImmutabilityPolicy, request, cancellation);

    [Function("DeleteImmutabilityPolicy")]
    public Task<ResourceOutcome> DeleteAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.DeleteAsync(StepKinds.ImmutabilityPolicy, request, cancellation);
}
