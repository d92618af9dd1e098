using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.InboundNatRule;

public sealed class InboundNatRuleActivities(ResourceReconciler reconciler)
{
    [Function("EnsureInboundNatRule")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.EnsureAsync(StepKinds.InboundNatRule, request, cancellation);

    [Function("ObserveInboundNatRule")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.ObserveAsync(StepKinds.InboundNatRule, request, cancellation);

    [Function("DeleteInboundNatRule")]
    public Task<ResourceOutcome> DeleteAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.DeleteAsync(StepKinds.InboundNatRule, request, cancellation);
}
