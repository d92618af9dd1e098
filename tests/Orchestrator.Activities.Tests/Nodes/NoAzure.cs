using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Tests.Nodes;

/// <summary>For tests that must not ask Azure for anything.</summary>
internal sealed class NoAzure : IArmConnections
{
    public Task<ArmConnection> ForAsync(ClusterSpec spec, CancellationToken cancellation) => throw new InvalidOperationException($"Azure was asked for {spec.Key}.");

    public Task<ArmConnection> ForAppAsync(string subscriptionId, string environment, string location, CancellationToken cancellation) =>
        throw new InvalidOperationException($"Azure was asked for {subscriptionId}.");
}
