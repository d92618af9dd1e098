using System.Text.Json.Nodes;
using Orchestrator.Activities.Nodes.Etcd;
using Orchestrator.Activities.Nodes.Kubernetes;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Nodes.Observation;

/// <summary>Joins the three views of a control plane: Azure's machines, the cluster's nodes and static pods, etcd's members. Pure.</summary>
internal sealed class ControlPlaneState(IReadOnlyList<MachineObservation> machines, IEnumerable<JsonObject> nodes, IEnumerable<JsonObject> pods, IReadOnlyList<EtcdMember> members)
{
    /// <summary>What Azure no longer has, but etcd or the API still counts: it must be taken out of both before another machine can join.</summary>
    private const string Deleted = "Deleted";

    private readonly Dictionary<string, JsonObject> _nodes = NodeObservation.ByName(nodes);
    private readonly Dictionary<string, JsonObject> _pods = NodeObservation.ByName(pods);

    public bool EtcdHealthy => members.Count > 0 && members.All(member =>
        member is { IsHealthy: true, IsLearner: false } && machines.Any(machine => NodeNames.Of(machine.Name) == member.Name));

    public IReadOnlyList<MachineObservation> Machines =>
    [
        .. machines.Select(machine => Join(machine, NodeNames.Of(machine.Name))),
        .. Abandoned().Select(name => Join(new MachineObservation { Name = name, ProvisioningState = Deleted }, name) with { Ready = false }),
    ];

    /// <summary>An API server that answers says nothing of the one on this machine: the load balancer asks any. Its static pod does.</summary>
    private MachineObservation Join(MachineObservation machine, string name)
    {
        var member = members.FirstOrDefault(candidate => candidate.Name == name);
        var seen = machine.WithNode(_nodes.GetValueOrDefault(name));
        return seen with
        {
            EtcdMember = member?.Id,
            Ready = seen.Ready && member is { IsHealthy: true, IsLearner: false } && _pods.TryGetValue($"kube-apiserver-{name}", out var pod) && pod.IsReady(),
        };
    }

    private IEnumerable<string> Abandoned()
    {
        var known = machines.Select(static machine => NodeNames.Of(machine.Name)).ToHashSet(StringComparer.Ordinal);
        return members.Select(static member => member.Name)
            .Concat(_nodes.Values.Where(static node => node.HasLabel("node-role.kubernetes.io/control-plane")).Select(static node => node.Name()))
            .Where(name => name.Length > 0 && !known.Contains(name))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
    }
}
