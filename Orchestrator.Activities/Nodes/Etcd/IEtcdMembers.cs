using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Nodes.Etcd;

/// <summary>Membership of a cluster's etcd. Whether a change is safe is the caller's question.</summary>
public interface IEtcdMembers
{
    /// <exception cref="Contracts.Errors.OrchestratorException">No member could be asked.</exception>
    Task<IReadOnlyList<EtcdMember>> ListAsync(ClusterSpec spec, CancellationToken cancellation);

    /// <summary>Hands leadership to <paramref name="to"/> if <paramref name="from"/> has it; else does nothing.</summary>
    Task MoveLeadershipAsync(ClusterSpec spec, EtcdMember from, EtcdMember to, CancellationToken cancellation);

    /// <summary>Removes the member; one that is gone already is no error.</summary>
    Task RemoveAsync(ClusterSpec spec, EtcdMember member, CancellationToken cancellation);
}
