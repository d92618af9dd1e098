using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Activities.Nodes.Kubernetes;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Nodes.Observation;

/// <summary>
/// What the nodes of one group's machines say, and which machines are to be replaced for it: those for which it lasts too long, unless it is too many of them.
/// The plan, the rollouts and the drift check all judge by this. Pure.
/// </summary>
internal sealed record MachineHealth
{
    private const string Succeeded = "Succeeded";

    public static MachineHealth NotKnown { get; } = new();

    /// <summary>By the machine's name, what of its node differs, also if only for a moment.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<NodeComplaint>> Complaints { get; private init; } = new Dictionary<string, IReadOnlyList<NodeComplaint>>(StringComparer.Ordinal);

    /// <summary>Names of the machines that are to be replaced.</summary>
    public IReadOnlySet<string> Unhealthy { get; private init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Why none is replaced though some should be; null: nothing holds it back.</summary>
    public string? Held { get; private init; }

    /// <param name="machines">Of one group, as Azure has them.</param>
    /// <param name="version">That their kubelets shall run.</param>
    /// <param name="isControlPlane">Its last machine cannot be replaced once it is down: nothing could take over its etcd.</param>
    /// <param name="nodes">All nodes of the cluster, by name.</param>
    /// <param name="madeBefore">Machines that are younger are not judged: whoever made them waits for them.</param>
    /// <param name="now">The time.</param>
    /// <param name="options">How long is too long, and how many too many.</param>
    public static MachineHealth Of(
        IReadOnlyList<MachineObservation> machines, string version, bool isControlPlane, IReadOnlyDictionary<string, JsonObject> nodes, DateTimeOffset madeBefore, DateTimeOffset now,
        MachineHealthOptions options)
    {
        // Where no machine of the group runs what was asked for, its image brings the other: machines made anew would be no better.
        var brought = machines.Any(m => KubeletOf(nodes.GetValueOrDefault(NodeNames.Of(m.Name))) == version) ? null : "No machine of the group runs it, so the image does not bring it: name an image of that version, or the image's version";
        var complaints = machines.Where(m => m.ProvisioningState == Succeeded && m.CreatedAt < madeBefore)
            .Select(m => (m.Name, Of: Complain(m, version, brought, nodes.GetValueOrDefault(NodeNames.Of(m.Name)), options)))
            .Where(static m => m.Of.Count > 0)
            .ToDictionary(static m => m.Name, static m => m.Of, StringComparer.Ordinal);
        var sick = complaints.Where(c => c.Value.Any(of => of.Held is null && of.Until <= now)).ToList();
        var held = sick.Count == 0 ? null
            : isControlPlane && machines.Count == 1 && sick[0].Value.Any(static of => of.IsDown) ? "It is the only machine of the control plane, and nothing could take over its etcd"
            : TooMany(sick.Count, machines.Count, "machines of the group are unwell", options)
            ?? TooMany(nodes.Values.Count(static n => !n.IsReady()), nodes.Count, "nodes of the cluster are not ready", options);
        return new MachineHealth
        {
            Complaints = complaints,
            Unhealthy = held is null ? sick.Select(static s => s.Key).ToHashSet(StringComparer.Ordinal) : new HashSet<string>(StringComparer.Ordinal),
            Held = held,
        };
    }

    /// <summary>The machine with the reason for which it is to be replaced.</summary>
    public MachineObservation Mark(MachineObservation machine) =>
        Unhealthy.Contains(machine.Name) ? machine with { Unhealthy = string.Join(", ", Complaints[machine.Name].Select(static c => c.Reason)) } : machine;

    /// <summary>Since when a node is not ready; null when it does not say.</summary>
    public static DateTimeOffset? NotReadySince(JsonObject node) =>
        DateTimeOffset.TryParse(
            (node["status"]?["conditions"] as JsonArray)?.FirstOrDefault(static c => c?["type"]?.ToString() == NodeFields.Ready)?["lastTransitionTime"]?.ToString()
                ?? node["metadata"]?["creationTimestamp"]?.ToString(),
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since) ? since : null;

    private static IReadOnlyList<NodeComplaint> Complain(MachineObservation machine, string version, string? brought, JsonObject? node, MachineHealthOptions options)
    {
        if (node is null)
        {
            return [new NodeComplaint(Field: null, "present", Found: null, machine.CreatedAt, machine.CreatedAt + options.Startup ?? DateTimeOffset.MaxValue)];
        }

        var complaints = new List<NodeComplaint>();
        if (!node.IsReady())
        {
            var since = NotReadySince(node);
            complaints.Add(new NodeComplaint(NodeFields.Ready, "True", node.Condition(NodeFields.Ready) ?? "Unknown", since, since + options.NotReady ?? DateTimeOffset.MaxValue));
        }

        if (KubeletOf(node) is { } kubelet && kubelet != version && machine.StaleFields.Count == 0)
        {
            complaints.Add(new NodeComplaint(NodeFields.KubeletVersion, version, kubelet, Since: null, DateTimeOffset.MinValue) { Held = brought });
        }

        return complaints;
    }

    private static string? KubeletOf(JsonObject? node) => node?["status"]?["nodeInfo"]?["kubeletVersion"]?.ToString();

    private static string? TooMany(int unwell, int all, string what, MachineHealthOptions options) => unwell <= options.MostOf(all)
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{unwell} of {all} {what}, and no more than {options.MostOf(all)} are replaced for that: look for one cause, such as the network or the image");
}
