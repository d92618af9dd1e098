using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.RoleDefinition;

public sealed class RoleDefinitionActivities(ResourceReconciler reconciler)
{
    [Function("EnsureRoleDefinition")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.EnsureAsync(StepKinds.RoleDefinition, request, cancellation);

    [Function("ObserveRoleDefinition")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.ObserveAsync(StepKinds.RoleDefinition, request, cancellation);

    [Function("DeleteRoleDefinition")]
    public Task<ResourceOutcome> DeleteAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.DeleteAsync(StepKinds.RoleDefinition, request, cancellation);
}
