using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.UserAssignedIdentity;

public sealed class UserAssignedIdentityActivities(ResourceReconciler reconciler)
{
    [Function("EnsureUserAssignedIdentity")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.EnsureAsync(StepKinds.UserAssignedIdentity, request, cancellation);

    [Function("ObserveUserAssignedIdentity")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.ObserveAsync(StepKinds.UserAssignedIdentity, request, cancellation);

    [Function("DeleteUserAssignedIdentity")]
    public Task<ResourceOutcome> DeleteAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.DeleteAsync(StepKinds.UserAssignedIdentity, request, cancellation);
}
