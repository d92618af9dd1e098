using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.PrivateDnsRecord;

public sealed class PrivateDnsRecordActivities(ResourceReconciler reconciler)
{
    [Function("EnsurePrivateDnsRecord")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.EnsureAsync(StepKinds.PrivateDnsRecord, request, cancellation);

    [Function("ObservePrivateDnsRecord")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.ObserveAsync(StepKinds.PrivateDnsRecord, request, cancellation);

    [Function("DeletePrivateDnsRecord")]
    public Task<ResourceOutcome> DeleteAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.DeleteAsync(StepKinds.PrivateDnsRecord, request, cancellation);
}
