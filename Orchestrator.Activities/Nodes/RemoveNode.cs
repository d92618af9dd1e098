using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Nodes;

/// <summary>Deletes the Node objects of machines that are gone: the cloud provider may do it, late or never, and until then they count as unready.</summary>
public sealed class RemoveNode(ClusterConnections connections)
{
    [Function(nameof(RemoveNode))]
    public Task<MachineOutcome> RunAsync([ActivityTrigger] MachineRequest request, CancellationToken cancellation) => Outcome.OfAsync(async () =>
    {
        var (_, client) = await connections.OpenAsync(request.Cluster, request.Generation, cancellation);
        foreach (var machine in request.Machines)
        {
            var response = await client.DeleteAsync(NodeNames.PathOf(machine), cancellation);
            if (response.StatusCode != 404)
            {
                response.Expect($"delete the node {machine}");
            }
        }

        return Outcome.Done;
    });
}
