using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Resources.Machines;

/// <summary>
/// Azure's half of what there is to know of a cluster's machines; nodes and etcd members are Kubernetes' half. What was read shortly before, and is as fresh
/// as the asker wants it, is not read again.
/// </summary>
public interface IMachineInventory
{
    /// <summary>The control plane's VMs by name, with the fields that make each stale.</summary>
    /// <exception cref="Contracts.Errors.OrchestratorException">Azure refused a read.</exception>
    Task<IReadOnlyList<MachineObservation>> ListControlPlaneAsync(ClusterSpec spec, CancellationToken cancellation, Freshness? freshness = null);

    /// <summary>A pool's scale set and its instances.</summary>
    /// <exception cref="Contracts.Errors.OrchestratorException">Azure refused a read.</exception>
    Task<ScaleSetInventory> GetPoolAsync(ClusterSpec spec, MachinePoolSpec pool, CancellationToken cancellation, Freshness? freshness = null);
}
