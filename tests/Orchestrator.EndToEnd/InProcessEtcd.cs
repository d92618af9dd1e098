using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Activities.Nodes.Etcd;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Simulator;
using Orchestrator.Simulator.Kubernetes;

namespace Orchestrator.EndToEnd;

/// <summary>Asks the simulated etcdctl directly: exec over WebSockets needs sockets.</summary>
internal sealed class InProcessEtcd(SimulatedAzure azure) : IEtcdMembers
{
    public Task<IReadOnlyList<EtcdMember>> ListAsync(ClusterSpec spec, CancellationToken cancellation)
    {
        var (cluster, node) = Find(spec);
        var members = Run(cluster, node, "member", "list", "-w", "json")!["members"]!.AsArray();
        var health = Run(cluster, node, "endpoint", "health", "--cluster", "-w", "json")!.AsArray();
        var healthy = health.Where(static e => e!["health"]!.GetValue<bool>()).Select(static e => e!["endpoint"]!.ToString()).ToHashSet(StringComparer.Ordinal);
        return Task.FromResult<IReadOnlyList<EtcdMember>>([.. members.Select(m => new EtcdMember(
            m!["ID"]!.GetValue<ulong>().ToString("x", CultureInfo.InvariantCulture),
            m["name"]?.ToString() ?? string.Empty,
            m["clientURLs"] is JsonArray urls && urls.Any(url => healthy.Contains(url!.ToString())),
            m["isLearner"]?.GetValue<bool>() ?? false))]);
    }

    public Task MoveLeadershipAsync(ClusterSpec spec, EtcdMember from, EtcdMember to, CancellationToken cancellation)
    {
        var (cluster, _) = Find(spec);

        // Refused unless it leads, which is what the caller wants to be harmless.
        cluster.Etcdctl(from.Name, ["move-leader", to.Id]);
        return Task.CompletedTask;
    }

    public Task RemoveAsync(ClusterSpec spec, EtcdMember member, CancellationToken cancellation)
    {
        var (cluster, node) = Find(spec, avoid: member.Name);
        var result = cluster.Etcdctl(node, ["member", "remove", member.Id]);
        return result.ExitCode == 0 || result.Error.Contains("not found", StringComparison.Ordinal)
            ? Task.CompletedTask
            : throw new OrchestratorException(ErrorCatalog.KubernetesRefused.With(result.Error));
    }

    private (SimulatedCluster Cluster, string Node) Find(ClusterSpec spec, string? avoid = null)
    {
        var cluster = azure.Machines.Clusters.Route(spec.ClusterNetwork.ControlPlaneHost)
            ?? throw new OrchestratorException(ErrorCatalog.ApiServerUnreachable.With());
        var node = cluster.Nodes.Where(static n => n.IsControlPlane && n.Ready).OrderBy(n => n.Name == avoid).ThenBy(static n => n.Name, StringComparer.Ordinal).FirstOrDefault()
            ?? throw new OrchestratorException(ErrorCatalog.EtcdUnsafe.With("No control-plane node is ready."));
        return (cluster, node.Name);
    }

    private static JsonNode? Run(SimulatedCluster cluster, string node, params string[] arguments) => JsonNode.Parse(cluster.Etcdctl(node, arguments).Output);
}
