using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.PrivateEndpoint;

public sealed class PrivateEndpointActivities(ResourceReconciler reconciler)
{
    [Function("EnsurePrivateEndpoint")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.EnsureAsync(StepKinds.PrivateEndpoint, request, cancellation);

    [Function("ObservePrivateEndpoint")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.ObserveAsync(StepKinds.PrivateEndpoint, request, cancellation);

    [Function("DeletePrivateEndpoint")]
    public Task<ResourceOutcome> DeleteAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.DeleteAsync(StepKinds.PrivateEndpoint, request, cancellation);
}
