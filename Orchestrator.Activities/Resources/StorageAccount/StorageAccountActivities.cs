using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.StorageAccount;

public sealed class StorageAccountActivities(ResourceReconciler reconciler)
{
    [Function("EnsureStorageAccount")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.EnsureAsync(StepKinds.StorageAccount, request, cancellation);

    [Function("ObserveStorageAccount")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.ObserveAsync(StepKinds.StorageAccount, request, cancellation);

    [Function("DeleteStorageAccount")]
    public Task<ResourceOutcome> DeleteAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.DeleteAsync(StepKinds.StorageAccount, request, cancellation);
}
