using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.Nodes.Etcd;
using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Nodes;

/// <summary>Takes a machine out of etcd before the machine goes, leadership first. Refuses while that could cost the quorum; done when it is out already.</summary>
public sealed class RemoveEtcdMember(IClusterStore store, IMachineInventory inventory, IEtcdMembers etcd)
{
    [Function(nameof(RemoveEtcdMember))]
    public Task<MachineOutcome> RunAsync([ActivityTrigger] MachineRequest request, CancellationToken cancellation) => Outcome.OfAsync(async () =>
    {
        var spec = await store.GetSpecAsync(request.Cluster, request.Generation, cancellation);
        var machines = (await inventory.ListControlPlaneAsync(spec, cancellation)).Select(static machine => NodeNames.Of(machine.Name)).ToList();
        foreach (var machine in request.Machines)
        {
            // Read again each time: the removal before it has changed the membership.
            var removal = EtcdRemoval.Decide(await etcd.ListAsync(spec, cancellation), NodeNames.Of(machine), machines);
            if (removal.Error is not null)
            {
                return Outcome.Failed(removal.Error);
            }

            if (removal.Member is not null)
            {
                if (removal.Successor is not null)
                {
                    await etcd.MoveLeadershipAsync(spec, removal.Member, removal.Successor, cancellation);
                }

                await etcd.RemoveAsync(spec, removal.Member, cancellation);
            }
        }

        return Outcome.Done;
    });
}
