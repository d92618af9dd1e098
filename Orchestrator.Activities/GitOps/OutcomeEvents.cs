using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Activities.GitOps;

/// <summary>Outcomes as CloudEvents.</summary>
public static class OutcomeEvents
{
    private const string EventSource = "/orchestrator";

    /// <summary>GitHub refuses longer ones.</summary>
    private const int LongestDescription = 140;

    public static OutcomeEvent Of(ClusterOutcome outcome, Uri? publicUrl) => new()
    {
        Id = outcome.OperationId,
        Source = EventSource,
        Type = (outcome.Error, outcome.Kind) switch
        {
            (not null, _) => OutcomeEvent.Failed,
            (_, OperationKind.Delete) => OutcomeEvent.Deleted,
            _ => OutcomeEvent.Applied,
        },
        Subject = outcome.Cluster.ToString(),
        Time = outcome.FinishedAt,
        Data = new OutcomeData
        {
            Cluster = outcome.Cluster,
            Source = outcome.Source,
            OperationId = outcome.OperationId,
            State = outcome.Error is null ? "succeeded" : "failed",
            Error = outcome.Error,
            FinishedAt = outcome.FinishedAt,
            CommitStatus = new CommitStatus
            {
                State = outcome.Error is null ? "success" : "failure",
                Context = $"orchestrator/{outcome.Cluster}",
                Description = Shortened(Describe(outcome)),
                TargetUrl = publicUrl is null ? null : $"{publicUrl.ToString().TrimEnd('/')}/api/operations/{Uri.EscapeDataString(outcome.OperationId)}",
            },
        },
    };

    private static string Describe(ClusterOutcome outcome) => (outcome.Error, outcome.Kind) switch
    {
        ({ } error, _) => $"{error.Code}: {error.Message}",
        (_, OperationKind.Delete) => $"Cluster {outcome.Cluster} is deleted.",
        _ => $"Cluster {outcome.Cluster} is as its manifest says.",
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
