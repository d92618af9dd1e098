using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Activities.GitOps;

/// <summary>
/// A cluster's outcomes that are still to be told, the oldest first: one after the other, so that a commit never shows as pending after its end. It remembers
/// what the newest revisions have come to, so that a message that comes again tells nothing again.
/// </summary>
public sealed record OutcomeLine
{
    private const int Remembered = 50;

    /// <summary>How many orchestrations have told the line; one at a time does.</summary>
    public int Run { get; init; }

    public bool IsRunning { get; init; }

    public IReadOnlyList<ClusterOutcome> Waiting { get; init; } = [];

    /// <summary>By revision; the last that were heard of.</summary>
    public IReadOnlyList<HeardRevision> Heard { get; init; } = [];

    /// <summary>The line with one more outcome; the same line when there is nothing new in it.</summary>
    public OutcomeLine With(ClusterOutcome outcome)
    {
        var heard = Heard.FirstOrDefault(heard => heard.IsOf(outcome.Source));
        var isKnown = outcome.Stage switch
        {
            OutcomeStage.Accepted => heard is not null || IsForgotten(outcome.Source),
            OutcomeStage.Superseded => heard is { HasEnded: true } || (heard is null && IsForgotten(outcome.Source)),
            _ => outcome.OperationId is null && outcome.Stage == OutcomeStage.Ended && heard is { HasEnded: true },
        };
        if (isKnown || heard?.End == outcome.Id || Waiting.Any(waiting => waiting.Id == outcome.Id))
        {
            return this;
        }

        var line = outcome.Stage == OutcomeStage.Ended ? Superseding(outcome.Cluster, outcome.Source, outcome.FinishedAt) : this;
        HeardRevision[] heardNow = [.. line.Heard.Where(heard => !heard.IsOf(outcome.Source)), new HeardRevision(outcome.Source, outcome.Stage == OutcomeStage.Accepted ? null : outcome.Id)];
        return line with { Waiting = [.. line.Waiting, outcome], Heard = [.. heardNow.TakeLast(Remembered)] };
    }

    /// <summary>The line in which every older revision of the source that was taken up, and has not ended, ends here.</summary>
    public OutcomeLine Superseding(ClusterKey? cluster, SourceRevision newer, DateTimeOffset time) => Heard
        .Where(heard => !heard.HasEnded && heard.Source.IsSameSource(newer) && heard.Source.Sequence < newer.Sequence)
        .Aggregate(this, (line, heard) => line.With(new ClusterOutcome
        {
            Cluster = cluster,
            Stage = OutcomeStage.Superseded,
            Source = heard.Source,
            SupersededBy = newer,
            FinishedAt = time,
        }));

    /// <summary>Whoever makes the line have something to tell opens it for the next run.</summary>
    public OutcomeLine Opened() => Waiting.Count == 0 || IsRunning ? this : this with { Run = Run + 1, IsRunning = true };

    /// <summary>The line without what was told. With nothing left to tell its run is over.</summary>
    public OutcomeLine Without(string? told)
    {
        var waiting = Waiting.Where(outcome => outcome.Id != told).ToList();
        return this with { Waiting = waiting, IsRunning = waiting.Count > 0 };
    }

    /// <summary>Older than all that is remembered, where something was forgotten.</summary>
    private bool IsForgotten(SourceRevision revision) => Heard.Count == Remembered && Heard.All(heard => heard.Source.IsSameSource(revision) && heard.Source.Sequence > revision.Sequence);
}
