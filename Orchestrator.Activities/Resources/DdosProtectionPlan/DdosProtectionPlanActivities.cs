using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.DdosProtectionPlan;

public sealed class DdosProtectionPlanActivities(ResourceReconciler reconciler)
{
    [Function("ObserveDdosProtectionPlan")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.ObserveAsync(StepKinds.DdosProtectionPlan, request, cancellation);
}
