using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Nodes;

/// <summary>Opens nodes again that were closed for a drain which is given up.</summary>
public sealed class UncordonNode(ClusterConnections connections)
{
    [Function(nameof(UncordonNode))]
    public Task<MachineOutcome> RunAsync([ActivityTrigger] MachineRequest request, CancellationToken cancellation) => Outcome.OfAsync(async () =>
    {
        var (_, client) = await connections.OpenAsync(request.Cluster, request.Generation, cancellation);
        foreach (var machine in request.Machines)
        {
            var response = await client.PatchAsync(NodeNames.PathOf(machine), CordonNode.Patch(isClosed: false), cancellation);
            if (response.StatusCode != 404)
            {
                response.Expect($"uncordon {machine}");
            }
        }

        return Outcome.Done;
    });
}
