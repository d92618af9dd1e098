using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.RoleAssignment;

public sealed class RoleAssignmentActivities(ResourceReconciler reconciler)
{
    [Function("EnsureRoleAssignment")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.EnsureAsync(StepKinds.RoleAssignment, request, cancellation);

    [Function("ObserveRoleAssignment")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.ObserveAsync(StepKinds.RoleAssignment, request, cancellation);

    [Function("DeleteRoleAssignment")]
    public Task<ResourceOutcome> DeleteAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.DeleteAsync(StepKinds.RoleAssignment, request, cancellation);
}
