using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.ManagementPolicy;

public sealed class ManagementPolicyActivities(ResourceReconciler reconciler)
{
    [Function("EnsureManagementPolicy")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.EnsureAsync(StepKinds.ManagementPolicy, request, cancellation);

    [Function("ObserveManagementPolicy")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.ObserveAsync(StepKinds.ManagementPolicy, request, cancellation);

    [Function("DeleteManagementPolicy")]
    public Task<ResourceOutcome> DeleteAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.DeleteAsync(StepKinds.ManagementPolicy, request, cancellation);
}
