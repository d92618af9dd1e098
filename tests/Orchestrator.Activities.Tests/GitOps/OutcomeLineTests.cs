using System.Globalization;
using Orchestrator.Activities.GitOps;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Determinism.Chance;

namespace Orchestrator.Activities.Tests.GitOps;

public sealed class OutcomeLineTests
{
    private static readonly ClusterKey Cluster = new("default", "c1");
    private static readonly DateTimeOffset Time = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    /// <summary>a: accepted, s: superseded by 99, e: an operation's end, g: gone without an operation; each with its revision. What stands after the arrow is what waits.</summary>
    [Theory]
    [InlineData("a1", "a1")]
    [InlineData("a1 a1", "a1")]
    [InlineData("a1 e1", "a1 e1")]
    [InlineData("e1 a1", "e1")]
    [InlineData("a1 a2 e2", "a1 a2 s1 e2")]
    [InlineData("a1 s1 s1", "a1 s1")]
    [InlineData("a1 s1 e1", "a1 s1 e1")]
    [InlineData("a1 e1 s1", "a1 e1")]
    [InlineData("s1 a1", "s1")]
    [InlineData("a2 a1 e2", "a2 a1 s1 e2")]
    [InlineData("a1 a2 e1", "a1 a2 e1")]
    [InlineData("a1 g1 g1", "a1 g1")]
    [InlineData("a1 e1 g1", "a1 e1")]
    public void Outcomes_InAnyOrder_EndEachRevisionAndNeverReopenIt(string told, string waiting)
    {
        var line = told.Split(' ').Aggregate(new OutcomeLine(), static (line, text) => line.With(Outcome(text)));

        Assert.Equal(waiting, string.Join(' ', line.Waiting.Select(Text)));
    }

    [Fact]
    public void Outcome_ToldAlready_IsNotToldAgain()
    {
        var line = new OutcomeLine().With(Outcome("a1")).With(Outcome("e1"));
        line = line.Without(line.Waiting[0].Id);
        line = line.Without(line.Waiting[0].Id);

        Assert.Same(line, line.With(Outcome("a1")));
        Assert.Same(line, line.With(Outcome("e1")));
        Assert.False(line.IsRunning);
    }

    [Fact]
    public void Revision_OlderThanAllThatIsRemembered_IsNotToldAgain()
    {
        var line = Enumerable.Range(2, 60).Aggregate(new OutcomeLine(), static (line, revision) => line.With(Outcome($"e{revision}")));

        Assert.Same(line, line.With(Outcome("s1")));
        Assert.Same(line, line.With(Outcome("a1")));
        Assert.InRange(line.Heard.Count, 1, 50);
    }

    [Fact]
    public async Task Run_ToldToItsEnd_ClosesTheLineAndSaysNothingMore()
    {
        var folder = Directory.CreateTempSubdirectory("orc-line-");
        using var documents = new FolderDocumentStore(folder.FullName, new SystemRandomness());
        var sources = new SourceStore(documents);
        var next = new NextOutcomeActivity(sources);
        var line = await sources.ChangeLineAsync(Cluster, static line => line.With(Outcome("a1")).With(Outcome("e1")), default);

        var first = await next.RunAsync(new OutcomeTurn(Cluster, line.Run, null), default);
        var again = await next.RunAsync(new OutcomeTurn(Cluster, line.Run, null), default);
        var second = await next.RunAsync(new OutcomeTurn(Cluster, line.Run, first!.Id), default);
        var end = await next.RunAsync(new OutcomeTurn(Cluster, line.Run, second!.Id), default);
        var reopened = await sources.ChangeLineAsync(Cluster, static line => line.With(Outcome("e2")), default);
        var late = await next.RunAsync(new OutcomeTurn(Cluster, line.Run, second.Id), default);

        Assert.Equal((first, "a1", "e1", null, null), (again, first.Id[^2..], second.Id[^2..], end, late));
        Assert.Equal((line.Run + 1, true, "e2"), (reopened.Run, reopened.IsRunning, Text(Assert.Single(reopened.Waiting))));
        folder.Delete(recursive: true);
    }

    private static ClusterOutcome Outcome(string text)
    {
        var outcome = new ClusterOutcome { Cluster = Cluster, Source = Revision(int.Parse(text[1..], CultureInfo.InvariantCulture)), FinishedAt = Time };
        return text[0] switch
        {
            'a' => outcome with { Stage = OutcomeStage.Accepted, Id = text },
            's' => outcome with { Stage = OutcomeStage.Superseded, SupersededBy = Revision(99), Id = text },
            'e' => outcome with { OperationId = text },
            _ => outcome,
        };
    }

    private static string Text(ClusterOutcome outcome) => outcome switch
    {
        { Stage: OutcomeStage.Superseded } => $"s{outcome.Source.Sequence}",
        { Stage: OutcomeStage.Ended, OperationId: null } => $"g{outcome.Source.Sequence}",
        _ => outcome.Id,
    };

    private static SourceRevision Revision(int sequence) => new()
    {
        Repository = "https://git.example.com/org/clusters",
        Path = "clusters",
        Revision = sequence.ToString("D40", CultureInfo.InvariantCulture),
        Sequence = sequence,
        CommitTime = Time,
    };
}
