using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.NetworkSecurityGroup;

public sealed class NetworkSecurityGroupActivities(ResourceReconciler reconciler)
{
    [Function("EnsureNetworkSecurityGroup")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.EnsureAsync(StepKinds.NetworkSecurityGroup, request, cancellation);

    [Function("ObserveNetworkSecurityGroup")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.ObserveAsync(StepKinds.NetworkSecurityGroup, request, cancellation);

    [Function("DeleteNetworkSecurityGroup")]
    public Task<ResourceOutcome> DeleteAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.DeleteAsync(StepKinds.NetworkSecurityGroup, request, cancellation);
}
