using Orchestrator.Activities.Nodes.Etcd;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Tests.Nodes;

/// <summary>Members as a test says, and what was done to them.</summary>
internal sealed class FakeEtcd : IEtcdMembers
{
    public List<EtcdMember> Members { get; } = [];

    public List<string> Calls { get; } = [];

    public Task<IReadOnlyList<EtcdMember>> ListAsync(ClusterSpec spec, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<EtcdMember>>([.. Members]);

    public Task MoveLeadershipAsync(ClusterSpec spec, EtcdMember from, EtcdMember to, CancellationToken cancellation)
    {
        Calls.Add($"move {from.Name} -> {to.Name}");
        return Task.CompletedTask;
    }

    public Task RemoveAsync(ClusterSpec spec, EtcdMember member, CancellationToken cancellation)
    {
        Calls.Add($"remove {member.Name}");
        Members.Remove(member);
        return Task.CompletedTask;
    }
}
