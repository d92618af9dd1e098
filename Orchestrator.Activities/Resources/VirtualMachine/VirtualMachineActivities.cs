using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.VirtualMachine;

public sealed class VirtualMachineActivities(ResourceReconciler reconciler)
{
    [Function("EnsureVirtualMachine")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.EnsureAsync(StepKinds.VirtualMachine, request, cancellation);

    [Function("ObserveVirtualMachine")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.ObserveAsync(StepKinds.VirtualMachine, request, cancellation);

    [Function("DeleteVirtualMachine")]
    public Task<ResourceOutcome> DeleteAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) =>
        reconciler.DeleteAsync(StepKinds.VirtualMachine, request, cancellation);
}
