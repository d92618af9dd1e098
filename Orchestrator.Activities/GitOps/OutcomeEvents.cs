using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Activities.GitOps;

/// <summary>Outcomes as CloudEvents.</summary>
public static class OutcomeEvents
{
    private const string EventSource = "/orchestrator";

    /// <summary>GitHub refuses longer ones.</summary>
    private const int LongestDescription = 140;

    /// <summary>As many digits of a commit id as people use.</summary>
    private const int ShortRevision = 7;

    public static OutcomeEvent Of(ClusterOutcome outcome, Uri? publicUrl) => new()
    {
        Id = outcome.Id,
        Source = EventSource,
        Type = TypeOf(outcome),
        Subject = outcome.Cluster?.ToString() ?? outcome.Source.Revision,
        Time = outcome.FinishedAt,
        Data = new OutcomeData
        {
            Cluster = outcome.Cluster,
            Source = outcome.Source,
            SupersededBy = outcome.SupersededBy,
            OperationId = outcome.OperationId,
            State = outcome switch
            {
                { Error: not null } => "failed",
                { Stage: OutcomeStage.Ended } => "succeeded",
                _ => outcome.Stage.ToString().ToLowerInvariant(),
            },
            Kept = outcome.Kept,
            Error = outcome.Error,
            FinishedAt = outcome.Stage == OutcomeStage.Accepted ? null : outcome.FinishedAt,
            CommitStatus = new CommitStatus
            {
                State = CommitStateOf(outcome),
                Context = outcome.Cluster is { } cluster ? $"orchestrator/{cluster}" : "orchestrator",
                Description = Shortened(Describe(outcome)),
                TargetUrl = LinkOf(outcome, publicUrl),
            },
        },
    };

    private static string TypeOf(ClusterOutcome outcome) => outcome switch
    {
        { Cluster: null } => OutcomeEvent.RevisionFailed,
        { Error: not null } => OutcomeEvent.Failed,
        { Stage: OutcomeStage.Accepted } => OutcomeEvent.Accepted,
        { Stage: OutcomeStage.Superseded } => OutcomeEvent.Superseded,
        { Kind: OperationKind.Delete } => OutcomeEvent.Deleted,
        _ => OutcomeEvent.Applied,
    };

    /// <summary>Superseded is success: commits have no state between, nothing of it failed, and the status of the newer revision tells the rest.</summary>
    private static string CommitStateOf(ClusterOutcome outcome) => outcome switch
    {
        { Error.Category: ErrorCategory.Internal } => "error",
        { Error: not null } => "failure",
        { Stage: OutcomeStage.Accepted } => "pending",
        _ => "success",
    };

    private static string Describe(ClusterOutcome outcome) => outcome switch
    {
        { Error: { } error } => $"{error.Code}: {error.Message}",
        { Stage: OutcomeStage.Accepted } => $"Cluster {outcome.Cluster} is to be as this revision says.",
        { SupersededBy: { } newer } => $"Superseded by {newer.Revision[..Math.Min(ShortRevision, newer.Revision.Length)]}, whose status tells the rest.",
        { Kind: OperationKind.Delete, Kept: { } kept } => $"Cluster {outcome.Cluster} is deleted; {kept.Count} resource(s) in its groups are not its own and stay.",
        { Kind: OperationKind.Delete } => $"Cluster {outcome.Cluster} is deleted.",
        _ => $"Cluster {outcome.Cluster} is as its manifest says.",
    };

    private static string? LinkOf(ClusterOutcome outcome, Uri? publicUrl) => (publicUrl?.ToString().TrimEnd('/'), outcome.OperationId, outcome.Cluster) switch
    {
        (null, _, _) or (_, null, null) => null,
        ({ } app, { } operation, _) => $"{app}/api/operations/{Uri.EscapeDataString(operation)}",
        ({ } app, _, { } cluster) => $"{app}/api/clusters/{Uri.EscapeDataString(cluster.Namespace)}/{Uri.EscapeDataString(cluster.Name)}",
    };

    /// <summary>Whole characters only: half of a surrogate pair is no text.</summary>
    private static string Shortened(string text)
    {
        if (text.Length <= LongestDescription)
        {
            return text;
        }

        var length = LongestDescription - 1;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[length - 1]) ? length - 1 : length), "…");
    }
}
