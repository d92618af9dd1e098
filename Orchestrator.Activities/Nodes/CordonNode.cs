using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Nodes;

/// <summary>Closes nodes for new pods and, through the cloud provider, for new traffic. A machine without a node is cordoned enough.</summary>
public sealed class CordonNode(ClusterConnections connections)
{
    [Function(nameof(CordonNode))]
    public Task<MachineOutcome> RunAsync([ActivityTrigger] MachineRequest request, CancellationToken cancellation) => Outcome.OfAsync(async () =>
    {
        var (_, client) = await connections.OpenAsync(request.Cluster, request.Generation, cancellation);
        foreach (var machine in request.Machines)
        {
            var response = await client.PatchAsync(NodeNames.PathOf(machine), Patch(isClosed: true), cancellation);
            if (response.StatusCode != 404)
            {
                response.Expect($"cordon {machine}");
            }
        }

        return Outcome.Done;
    });

    /// <summary>Being unschedulable alone takes no node out of load balancers; the label does.</summary>
    internal static JsonObject Patch(bool isClosed) => new()
    {
        ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["node.kubernetes.io/exclude-from-external-load-balancers"] = isClosed ? "" : null } },
        ["spec"] = new JsonObject { ["unschedulable"] = isClosed ? true : null },
    };
}
