using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.PublicIPPrefix;

public sealed class PublicIPPrefixActivities(ResourceReconciler reconciler)
{
    [Function("ObservePublicIPPrefix")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.ObserveAsync(StepKinds.PublicIPPrefix, request, cancellation);
}
