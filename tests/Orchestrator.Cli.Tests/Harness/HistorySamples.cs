using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.History;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Cli.Tests.Harness;

/// <summary>What happened to a cluster, the newest first: a deletion that failed, a change by a pipeline, its making.</summary>
internal static class HistorySamples
{
    public static IReadOnlyList<HistoryEntry> Entries =>
    [
        Entry(4, 190, HistoryAction.End, "default.c1.2") with { State = OperationState.Failed, Error = Samples.QuotaError },
        Entry(3, 0, HistoryAction.Delete, "default.c1.2") with { Origin = Origin("key 1f3a90bc", Channel.Cli) with { Address = "10.1.2.3", RequestId = "r-3", Client = "orc/0.1.0" } },
        Entry(2, -600, HistoryAction.Apply, "default.c1.1") with
        {
            Origin = Origin("https://git.example.com/org/clusters//clusters", Channel.Queue),
            Source = new SourceRevision { Repository = "https://git.example.com/org/clusters", Path = "clusters", Revision = new string('a', 40), Sequence = 4, CommitTime = CommandRunner.Start.AddHours(-1) },
            Changes = [new FieldChange("machinePools[c1-mp-0].replicas", "2", "5"), new FieldChange("tags.owner", null, "team-a"), new FieldChange("a", "1", "2"), new FieldChange("b", "1", null)],
            ChangesLeftOut = 2,
        },
        Entry(1, -3600, HistoryAction.Apply, "default.c1.1") with { Generation = 1, Origin = Origin("Ada Lovelace", Channel.Http) with { Address = "192.0.2.7" } },
    ];

    /// <summary>Of a deletion that leaves what others have made; a forced one that fails has left more than an entry names.</summary>
    public static IReadOnlyList<HistoryEntry> Kept =>
    [
        Entry(7, 900, HistoryAction.End, "default.c1.5") with { State = OperationState.Failed, Error = Samples.QuotaError, Kept = [.. Enumerable.Range(1, 4).Select(static i => new KeptResource($"{Samples.GroupId}/providers/Microsoft.Compute/disks/pvc-{i}", "it is to be retained"))], KeptLeftOut = 96 },
        Entry(6, 300, HistoryAction.End, "default.c1.4") with { State = OperationState.Succeeded, Kept = Samples.DeletionThatKeeps.Kept },
        Entry(5, 0, HistoryAction.Delete, "default.c1.4") with { Origin = Origin("Ada Lovelace", Channel.Cli) },
    ];

    /// <summary>Changes by name, and one that a fleet has brought.</summary>
    public static IEnumerable<HistoryEntry> ByName => new[] { "ScaleCluster", "UpgradeCluster", "UndoCluster", "RestartCluster", "StopCluster", "StartFleet", "Apply" }
        .Select(static (function, i) => Entry(9 - i, -i, HistoryAction.Apply, $"default.c1.{9 - i}") with { Origin = Origin("ada@example.com", Channel.Cli) with { Function = function } });

    private static HistoryEntry Entry(int number, int at, HistoryAction action, string operation) => new()
    {
        Cluster = Samples.Cluster,
        Number = number,
        Time = CommandRunner.Start.AddSeconds(at),
        Action = action,
        Generation = 2,
        OperationId = operation,
    };

    private static RequestOrigin Origin(string name, Channel channel) => new()
    {
        Caller = new Caller { Kind = CallerKind.Key, Name = name },
        Channel = channel,
        Function = "Apply",
    };
}
