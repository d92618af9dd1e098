using System.Globalization;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Kubernetes.Etcd;

/// <summary>The etcdctl commands with which membership is managed, with etcd's own rules for when a change is refused. Used inside the gate.</summary>
internal sealed class Etcdctl(SimulatedCluster cluster)
{
    private const ulong EtcdClusterId = 0xcdf818194e3a8c32;

    public EtcdctlResult Run(string nodeName, IReadOnlyList<string> command)
    {
        if (EtcdctlArguments.Parse(command) is not { } arguments)
        {
            return Failure(127, $"exec: \"{command.FirstOrDefault()}\": executable file not found in $PATH");
        }

        var machine = cluster.State.ControlPlane.Find(candidate => candidate.NodeName == nodeName && candidate.Running);
        if (machine is null || cluster.State.Members.Find(member => member.Id == machine.EtcdMemberId) is not { } self)
        {
            return Failure(1, "Error: context deadline exceeded");
        }

        return arguments.Words switch
        {
            ["member", "list"] => MemberList(arguments),
            ["endpoint", "health"] => EndpointHealth(arguments, self),
            ["endpoint", "status"] => EndpointStatus(arguments, self),
            _ when !cluster.State.HasQuorum => Failure(1, "Error: etcdserver: request timed out"),
            ["member", "remove", var id] => MemberRemove(id),
            ["member", "add", _] => MemberAdd(arguments),
            ["member", "promote", var id] => MemberPromote(id),
            ["move-leader", var id] => MoveLeader(arguments, self, id),
            _ => Failure(128, $"Error: unknown command \"{string.Join(' ', arguments.Words)}\" for \"etcdctl\""),
        };
    }

    /// <summary>Why etcd would refuse one more member now; null when it would not.</summary>
    public string? RefusesNewMember() =>
        !cluster.State.HasQuorum ? "etcdserver: request timed out"
        : cluster.State.HealthyMembers < cluster.State.Members.Count ? "etcdserver: unhealthy cluster"
        : null;

    private EtcdctlResult MemberList(EtcdctlArguments arguments)
    {
        var members = cluster.State.Members;
        if (!arguments.IsJson)
        {
            return Success(string.Concat(members.Select(static member =>
                $"{member.Id}, {(member.Name.Length > 0 ? "started" : "unstarted")}, {member.Name}, {member.PeerUrl}, {member.ClientUrl}, {(member.IsLearner ? "true" : "false")}\n")));
        }

        var list = members.Select(static member =>
        {
            var item = new JsonObject { ["ID"] = Number(member.Id), ["name"] = member.Name, ["peerURLs"] = new JsonArray(member.PeerUrl) };
            if (member.ClientUrl.Length > 0)
            {
                item["clientURLs"] = new JsonArray(member.ClientUrl);
            }

            if (member.IsLearner)
            {
                item["isLearner"] = true;
            }

            return (JsonNode)item;
        });
        return Success(new JsonObject { ["header"] = Header(members[0]), ["members"] = new JsonArray([.. list]) }.ToJsonString() + "\n");
    }

    private EtcdctlResult EndpointHealth(EtcdctlArguments arguments, EtcdMember self)
    {
        var asked = Asked(arguments, self);
        var results = asked.Select(member => (member.ClientUrl, IsHealthy: cluster.State.HasQuorum && cluster.State.IsHealthy(member))).ToList();
        var text = arguments.IsJson
            ? new JsonArray([.. results.Select(static result => new JsonObject { ["endpoint"] = result.ClientUrl, ["health"] = result.IsHealthy, ["took"] = "9.2ms" })]).ToJsonString() + "\n"
            : string.Concat(results.Select(static result => result.IsHealthy
                ? $"{result.ClientUrl} is healthy: successfully committed proposal: took = 9.2ms\n"
                : $"{result.ClientUrl} is unhealthy: failed to commit proposal: context deadline exceeded\n"));
        return results.TrueForAll(static result => result.IsHealthy) ? Success(text) : new EtcdctlResult(1, text, "Error: unhealthy cluster\n");
    }

    private EtcdctlResult EndpointStatus(EtcdctlArguments arguments, EtcdMember self)
    {
        var asked = Asked(arguments, self).Where(cluster.State.IsHealthy);
        return Success(arguments.IsJson
            ? new JsonArray([.. asked.Select(member => new JsonObject
            {
                ["Endpoint"] = member.ClientUrl,
                ["Status"] = new JsonObject
                {
                    ["header"] = Header(member), ["version"] = "3.5.16", ["leader"] = cluster.State.HasQuorum ? Number(cluster.State.LeaderId) : 0, ["raftTerm"] = 2, ["isLearner"] = member.IsLearner,
                },
            })]).ToJsonString() + "\n"
            : string.Concat(asked.Select(member => $"{member.ClientUrl}, {member.Id}, 3.5.16, 20 MB, {(member.Id == cluster.State.LeaderId ? "true" : "false")}, {(member.IsLearner ? "true" : "false")}, 2, 100, 100, \n")));
    }

    private EtcdctlResult MemberRemove(string id)
    {
        if (cluster.State.Members.Find(member => member.Id == Normal(id)) is not { } member)
        {
            return Failure(1, "Error: etcdserver: member not found");
        }

        var left = cluster.State.Members.Remove(member);
        var healthyLeft = left.Count(cluster.State.IsHealthy);
        if (left.Count == 0 || healthyLeft * 2 <= left.Count)
        {
            return Failure(1, "Error: etcdserver: re-configuration failed due to not enough started members");
        }

        cluster.Change(cluster.State with { Members = left });
        return Success($"Member {member.Id} removed from cluster {EtcdClusterId:x}\n");
    }

    private EtcdctlResult MemberAdd(EtcdctlArguments arguments)
    {
        if (!arguments.Flags.TryGetValue("peer-urls", out var peer))
        {
            return Failure(1, "Error: member peer urls not provided");
        }

        if (RefusesNewMember() is { } reason)
        {
            return Failure(1, $"Error: {reason}");
        }

        var member = cluster.NewMember("", peer, "", arguments.Flags.ContainsKey("learner"));
        cluster.Change(cluster.State with { Members = cluster.State.Members.Add(member) });
        return Success($"Member {member.Id} added to cluster {EtcdClusterId:x}\n");
    }

    private EtcdctlResult MemberPromote(string id)
    {
        if (cluster.State.Members.Find(member => member.Id == Normal(id)) is not { } member)
        {
            return Failure(1, "Error: etcdserver: member not found");
        }

        if (!member.IsLearner)
        {
            return Failure(1, "Error: etcdserver: can only promote a learner member");
        }

        cluster.Change(cluster.State with { Members = cluster.State.Members.Replace(member, member with { IsLearner = false }) });
        return Success($"Member {member.Id} promoted in cluster {EtcdClusterId:x}\n");
    }

    private EtcdctlResult MoveLeader(EtcdctlArguments arguments, EtcdMember self, string id)
    {
        // etcdctl sends it to whichever of its endpoints leads; asked at one follower only, it gives up.
        if (!Asked(arguments, self).Exists(member => member.Id == cluster.State.LeaderId))
        {
            return Failure(1, $"Error: no leader endpoint found at [{string.Join(' ', Asked(arguments, self).Select(static member => member.ClientUrl))}]");
        }

        if (cluster.State.Members.Find(member => member.Id == Normal(id)) is not { IsLearner: false } target || !cluster.State.IsHealthy(target))
        {
            return Failure(1, "Error: etcdserver: bad leader transferee");
        }

        var before = cluster.State.LeaderId;
        cluster.Change(cluster.State with { LeaderId = target.Id });
        return Success($"Leadership transferred from {before} to {target.Id}\n");
    }

    private List<EtcdMember> Asked(EtcdctlArguments arguments, EtcdMember self)
    {
        if (arguments.Flags.ContainsKey("cluster"))
        {
            return [.. cluster.State.Members];
        }

        var endpoints = (arguments.Flags.GetValueOrDefault("endpoints") ?? "127.0.0.1").Split(',');
        return [.. cluster.State.Members.Where(member => endpoints.Any(endpoint =>
            (member.ClientUrl.Length > 0 && endpoint.Contains(new Uri(member.ClientUrl).Host, StringComparison.Ordinal))
            || (member == self && (endpoint.Contains("127.0.0.1", StringComparison.Ordinal) || endpoint.Contains("localhost", StringComparison.Ordinal)))))];
    }

    private static JsonObject Header(EtcdMember member) => new() { ["cluster_id"] = EtcdClusterId, ["member_id"] = Number(member.Id), ["raft_term"] = 2 };

    private static ulong Number(string id) => ulong.Parse(id, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string Normal(string id) => ulong.TryParse(id, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number) ? number.ToString("x16", CultureInfo.InvariantCulture) : id;

    private static EtcdctlResult Success(string output) => new(0, output, "");

    private static EtcdctlResult Failure(int exitCode, string error) => new(exitCode, "", error + "\n");
}
