using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.VirtualMachineScaleSet;

public sealed class VirtualMachineScaleSetActivities(ResourceReconciler reconciler)
{
    [Function("EnsureVirtualMachineScaleSet")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.EnsureAsync(StepKinds.VirtualMachineScaleSet, request, cancellation);

    [Function("ObserveVirtualMachineScaleSet")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.ObserveAsync(StepKinds.VirtualMachineScaleSet, request, cancellation);

    [Function("DeleteVirtualMachineScaleSet")]
    public Task<ResourceOutcome> DeleteAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.DeleteAsync(StepKinds.VirtualMachineScaleSet, request, cancellation);
}
