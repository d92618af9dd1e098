using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.MaintenanceConfiguration;

public sealed class MaintenanceConfigurationActivities(ResourceReconciler reconciler)
{
    [Function("EnsureMaintenanceConfiguration")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.EnsureAsync(StepKinds.MaintenanceConfiguration, request, cancellation);

    [Function("ObserveMaintenanceConfiguration")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.ObserveAsync(StepKinds.MaintenanceConfiguration, request, cancellation);

    [Function("DeleteMaintenanceConfiguration")]
    public Task<ResourceOutcome> DeleteAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.DeleteAsync(StepKinds.MaintenanceConfiguration, request, cancellation);
}
