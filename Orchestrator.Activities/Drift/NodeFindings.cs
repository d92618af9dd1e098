using Orchestrator.Activities.Nodes;
using Orchestrator.Activities.Nodes.Observation;
using Orchestrator.Contracts.Drift;

namespace Orchestrator.Activities.Drift;

/// <summary>What Kubernetes says of a cluster's machines, and of nodes that are none of them. Pure.</summary>
internal static class NodeFindings
{
    public const string Type = "Node";
    private const string Foreign = "No machine of the cluster stands behind the node; delete it if nobody wants it.";

    /// <param name="groups">What the nodes of each machine group say.</param>
    /// <param name="left">Nodes without a machine.</param>
    public static IReadOnlyList<DriftFinding> Of(IEnumerable<MachineHealth> groups, IEnumerable<LeftNode> left) =>
        [.. groups.SelectMany(OfGroup), .. left.Select(OfLeft)];

    /// <summary>The API server was asked and did not answer.</summary>
    public static DriftFinding Unreachable(string message) => Finding("kubernetes", "apiServer", "answers", "does not answer", DriftRepair.None) with { ResourceType = "Kubernetes", Problem = message };

    /// <summary>
    /// The finding with the time since when it is known, and with time to pass by itself. Nobody says since when a node is missing, so that is counted from the check that missed it.
    /// </summary>
    public static DriftFinding Known(DriftFinding finding, DriftFinding? before, DateTimeOffset now, MachineHealthOptions options)
    {
        var since = before?.Since ?? now;
        var from = finding is { Kind: DriftKind.Node, Field: null, Found: null, Repair: not DriftRepair.None } && !(finding.RepairFrom > since + options.NotReady) ? since + options.NotReady : finding.RepairFrom;
        return finding with { Since = since, RepairFrom = from > now ? from : null };
    }

    private static IEnumerable<DriftFinding> OfGroup(MachineHealth machines) =>
        machines.Complaints.OrderBy(static m => m.Key, StringComparer.Ordinal).SelectMany(m => m.Value.Select(complaint => OfMachine(m.Key, complaint, complaint.Held ?? machines.Held)));

    private static DriftFinding OfMachine(string machine, NodeComplaint complaint, string? held) =>
        Finding(NodeNames.Of(machine), complaint.Field, complaint.Wanted, complaint.Found, held is null ? DriftRepair.Roll : DriftRepair.None) with
        {
            RepairFrom = complaint.Until,
            Problem = held is null ? null : $"{held}.",
        };

    private static DriftFinding OfLeft(LeftNode left) => Finding(left.Name, field: null, wanted: null, "present", left.IsDead ? DriftRepair.Delete : DriftRepair.None) with
    {
        RepairFrom = left.IsDead ? left.Until : null,
        Problem = left.IsDead ? null : Foreign,
    };

    internal static DriftFinding Finding(string name, string? field, string? wanted, string? found, DriftRepair repair) => new()
    {
        Kind = DriftKind.Node,
        Resource = name,
        ResourceType = Type,
        Name = name,
        Field = field,
        Wanted = wanted,
        Found = found,
        Repair = repair,
    };
}
