using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Tests.Nodes;

/// <summary>The Azure half, as a test says.</summary>
internal sealed class FakeInventory : IMachineInventory
{
    public List<string> ControlPlane { get; } = [];

    public ScaleSetInventory Pool { get; set; } = new() { ResourceId = "" };

    public Task<IReadOnlyList<MachineObservation>> ListControlPlaneAsync(ClusterSpec spec, CancellationToken cancellation, Freshness? freshness = null) =>
        Task.FromResult<IReadOnlyList<MachineObservation>>([.. ControlPlane.Select(static name => new MachineObservation { Name = name, ProvisioningState = "Succeeded" })]);

    public Task<ScaleSetInventory> GetPoolAsync(ClusterSpec spec, MachinePoolSpec pool, CancellationToken cancellation, Freshness? freshness = null) => Task.FromResult(Pool);
}
