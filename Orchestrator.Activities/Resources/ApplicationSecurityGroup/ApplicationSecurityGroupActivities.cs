using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.ApplicationSecurityGroup;

public sealed class ApplicationSecurityGroupActivities(ResourceReconciler reconciler)
{
    [Function("ObserveApplicationSecurityGroup")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.ObserveAsync(StepKinds.ApplicationSecurityGroup, request, cancellation);
}
