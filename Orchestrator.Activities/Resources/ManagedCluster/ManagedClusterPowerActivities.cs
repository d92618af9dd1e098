using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Resources.ManagedCluster;

/// <summary>Starts or stops an AKS cluster, as its spec says.</summary>
public sealed class ManagedClusterPowerActivities(IArmConnections connections, IClusterStore clusters) : PostedChange(connections, clusters)
{
    [Function("EnsureManagedClusterPower")]
    public Task<ResourceOutcome> EnsureAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) => RunAsync(request, starts: true, cancellation);

    [Function("ObserveManagedClusterPower")]
    public Task<ResourceOutcome> ObserveAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation) => RunAsync(request, starts: false, cancellation);

    protected override Task<string?> MissingAsync(ClusterSpec spec, JsonObject resource, ResourceRequest request, ArmConnection arm, CancellationToken cancellation)
    {
        var shallStop = spec.ManagedCluster!.Power == ManagedClusterPower.Stopped;
        return Task.FromResult(ManagedClusterDefinition.IsStopped(resource) == shallStop ? null : shallStop ? "stop" : "start");
    }

    protected override Task<string?> BlockerAsync(ClusterSpec spec, JsonObject resource, ResourceRequest request, ArmConnection arm, CancellationToken cancellation) =>
        Task.FromResult(ManagedClusterDefinition.PoolsAtWork(resource).Select(static pool => $"the pool {pool}").FirstOrDefault());
}
