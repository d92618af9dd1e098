using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Fleet;
using Orchestrator.Contracts.History;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Cli.Tests.Harness;

/// <summary>A fleet operation over three clusters in two waves, from its plan to its end.</summary>
internal static class FleetSamples
{
    public const string Id = "fleet-20260105090000-x7k2p";

    public static FleetStatus Planned => new()
    {
        Action = FleetAction.Upgrade,
        State = OperationState.Pending,
        Wave = 1,
        Waves = 2,
        ServerTime = CommandRunner.Start,
        Clusters = [Member(0, 1, "c1"), Member(1, 2, "c2"), Member(2, 2, "c3")],
    };

    public static FleetStatus Running => Planned with
    {
        Id = Id,
        State = OperationState.Running,
        Phase = "Wave 1 of 2",
        CreatedAt = CommandRunner.Start,
        Origin = new RequestOrigin { Caller = new Caller { Kind = CallerKind.Token, Name = "ada@example.com" }, Channel = Channel.Cli, Function = "StartFleet", RequestId = "r-1" },
        Clusters = [Member(0, 1, "c1") with { State = FleetMemberState.Running, OperationId = "default.c1.2" }, .. Planned.Clusters.Skip(1)],
    };

    public static FleetStatus Paused => Running with { Succeeded = 1, Phase = "Pause after wave 1 of 2", Clusters = [Running.Clusters[0] with { State = FleetMemberState.Succeeded }, .. Planned.Clusters.Skip(1)] };

    public static FleetStatus Failed => Paused with
    {
        State = OperationState.Failed,
        Wave = 2,
        Phase = null,
        Failed = 1,
        Skipped = 1,
        Clusters =
        [
            Paused.Clusters[0],
            Member(1, 2, "c2") with { State = FleetMemberState.Failed, OperationId = "default.c2.5", Error = Samples.QuotaError },
            Member(2, 2, "c3") with { State = FleetMemberState.Skipped },
        ],
        Error = ErrorCatalog.FleetFailed.With("1 cluster(s) failed, 1 succeeded.", Id),
    };

    private static FleetMember Member(int index, int wave, string name) => new() { Index = index, Wave = wave, Cluster = new ClusterKey("default", name) };
}
