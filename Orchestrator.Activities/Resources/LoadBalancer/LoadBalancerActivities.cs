using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.LoadBalancer;

public sealed class LoadBalancerActivities(ResourceReconciler reconciler)
{
    [Function("EnsureLoadBalancer")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.EnsureAsync(StepKinds.LoadBalancer, request, cancellation);

    [Function("ObserveLoadBalancer")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.ObserveAsync(StepKinds.LoadBalancer, request, cancellation);

    [Function("DeleteLoadBalancer")]
    public Task<ResourceOutcome> DeleteAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.DeleteAsync(StepKinds.LoadBalancer, request, cancellation);
}
