using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.VirtualMachineExtension;

public sealed class VirtualMachineExtensionActivities(ResourceReconciler reconciler)
{
    [Function("EnsureVirtualMachineExtension")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.EnsureAsync(StepKinds.VirtualMachineExtension, request, cancellation);

    [Function("ObserveVirtualMachineExtension")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.ObserveAsync(StepKinds.VirtualMachineExtension, request, cancellation);

    [Function("DeleteVirtualMachineExtension")]
    public Task<ResourceOutcome> DeleteAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.DeleteAsync(StepKinds.VirtualMachineExtension, request, cancellation);
}
