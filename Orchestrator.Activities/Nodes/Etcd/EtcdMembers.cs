using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Activities.Nodes.Kubernetes;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Nodes.Etcd;

/// <summary>Runs etcdctl in the etcd static pods: etcd itself is reachable from control-plane machines only.</summary>
internal sealed class EtcdMembers(IKubernetesClients clients, PodExec exec) : IEtcdMembers
{
    private const string LocalEndpoint = "https://127.0.0.1:2379";
    private const string Keys = "/etc/kubernetes/pki/etcd/";

    public async Task<IReadOnlyList<EtcdMember>> ListAsync(ClusterSpec spec, CancellationToken cancellation)
    {
        var members = await RunAsync(spec, null, LocalEndpoint, ["member", "list", "-w", "json"], cancellation);
        var health = await RunAsync(spec, null, LocalEndpoint, ["endpoint", "health", "--cluster", "-w", "json"], cancellation);
        var healthy = Json(health)?.AsArray().Where(static entry => entry?["health"]?.GetValue<bool>() is true)
            .Select(static entry => entry!["endpoint"]!.ToString()).ToHashSet(StringComparer.Ordinal) ?? [];
        return [.. (Expect(members)?["members"] as JsonArray ?? []).OfType<JsonObject>().Select(member => new EtcdMember(
            Hex(member["ID"]!), member["name"]?.ToString() ?? "", ClientUrls(member).Any(healthy.Contains), member["isLearner"]?.GetValue<bool>() is true))];
    }

    public async Task MoveLeadershipAsync(ClusterSpec spec, EtcdMember from, EtcdMember to, CancellationToken cancellation)
    {
        var status = Expect(await RunAsync(spec, null, LocalEndpoint, ["endpoint", "status", "--cluster", "-w", "json"], cancellation));
        var leader = (status as JsonArray ?? []).FirstOrDefault(entry =>
            Hex(entry!["Status"]!["header"]!["member_id"]!) == from.Id && Hex(entry["Status"]!["leader"]!) == from.Id);
        if (leader is not null)
        {
            // Only the leader itself can hand over.
            Expect(await RunAsync(spec, null, leader["Endpoint"]!.ToString(), ["move-leader", to.Id], cancellation));
        }
    }

    public async Task RemoveAsync(ClusterSpec spec, EtcdMember member, CancellationToken cancellation)
    {
        // From another machine: the one that leaves answers no more once it is out.
        var result = await RunAsync(spec, member.Name, LocalEndpoint, ["member", "remove", member.Id], cancellation);
        if (!result.Errors.Contains("member not found", StringComparison.OrdinalIgnoreCase))
        {
            Expect(result);
        }
    }

    private async Task<ExecResult> RunAsync(ClusterSpec spec, string? avoid, string endpoint, IReadOnlyList<string> words, CancellationToken cancellation)
    {
        var client = await clients.GetAsync(spec, cancellation);
        var pods = await client.ListAsync("api/v1/namespaces/kube-system/pods", "labelSelector=component%3Detcd", cancellation);
        var command = (string[])
            ["etcdctl", $"--endpoints={endpoint}", $"--cacert={Keys}ca.crt", $"--cert={Keys}healthcheck-client.crt", $"--key={Keys}healthcheck-client.key", .. words];
        OrchestratorException? last = null;
        foreach (var pod in pods.Where(static pod => pod.IsReady()).OrderBy(pod => pod.Name() == $"etcd-{avoid}").ThenBy(static pod => pod.Name(), StringComparer.Ordinal))
        {
            try
            {
                return await exec.RunAsync(client, pod.Namespace(), pod.Name(), "etcd", command, cancellation);
            }
            catch (OrchestratorException problem)
            {
                last = problem;
            }
        }

        throw last ?? new OrchestratorException(ErrorCatalog.EtcdUnsafe.With("No etcd member is ready to be asked.", spec.Key.ToString()));
    }

    private static JsonNode? Expect(ExecResult result) => result.ExitCode == 0
        ? Json(result)
        : throw new OrchestratorException(ErrorCatalog.KubernetesRefused.With($"etcdctl ended with {result.ExitCode}: {result.Errors.Trim()}"));

    /// <summary>Where some member is unhealthy, etcdctl says so in the same JSON and by its exit code. Commands without JSON output give null.</summary>
    private static JsonNode? Json(ExecResult result) => result.Output.TrimStart() is ['{' or '[', ..] ? JsonNode.Parse(result.Output) : null;

    private static IEnumerable<string> ClientUrls(JsonObject member) => (member["clientURLs"] as JsonArray ?? []).Select(static url => url!.ToString());

    private static string Hex(JsonNode id) => id.GetValue<ulong>().ToString("x", CultureInfo.InvariantCulture);
}
