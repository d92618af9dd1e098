using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.Bootstrap.Pki;
using Orchestrator.Activities.Nodes;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Bootstrap;

/// <summary>Sees to it that the cluster's keys exist, before the first machine is rendered.</summary>
public sealed class PrepareBootstrap(IClusterKeys keys)
{
    [Function(nameof(PrepareBootstrap))]
    public Task<MachineOutcome> RunAsync([ActivityTrigger] MachineGroupRequest request, CancellationToken cancellation) => Outcome.OfAsync(async () =>
    {
        await keys.GetOrCreateAsync(request.Cluster, cancellation);
        return Outcome.Done;
    });
}
