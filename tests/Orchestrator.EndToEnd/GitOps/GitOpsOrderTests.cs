using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;
using Orchestrator.Determinism.Chance;

namespace Orchestrator.EndToEnd.GitOps;

/// <summary>The end is that of the source's newest revision, whatever the order in which its messages come, how often, and what the cluster is doing meanwhile.</summary>
public sealed class GitOpsOrderTests
{
    private static readonly int[][] Orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

    /// <summary>Three revisions by their letters: a applies, p prunes.</summary>
    public static TheoryData<string, string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, int>();
            foreach (var (history, pause) in new[] { ("aaa", 0), ("aap", 3), ("apa", 40) })
            {
                foreach (var order in Orders)
                {
                    cases.Add(history, string.Concat(order), pause);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Revisions_InAnyOrderTwiceEach_EndAtTheNewest(string history, string order, int minutesBetween)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = order[0] });
        var messages = history.Select(static (kind, i) => kind == 'a' ? GitRevisions.Apply(i + 1, workers: i + 1) : GitRevisions.Prune(i + 1)).ToArray();

        foreach (var i in order)
        {
            await harness.SendAsync(messages[i - '0']);
            await harness.SendAsync(messages[i - '0']);
            await harness.RunForAsync(TimeSpan.FromMinutes(minutesBetween));
        }

        var document = await harness.SettleAsync();

        Assert.Equal(3, document!.Source!.Sequence);
        Assert.Null(document.Error);
        Assert.Empty(harness.Messages(GitOpsMessage.PoisonQueue));
        AssertEveryRevisionIsToldItsEnd(harness);
        if (history[2] == 'a')
        {
            Assert.Equal((ClusterPhase.Ready, 3), (document.Phase, document.Spec.MachinePools.Single().Replicas));
            Assert.InRange(document.Generation, 1, 3);
        }
        else
        {
            Assert.Equal(ClusterPhase.Deleted, document.Phase);
            Assert.DoesNotContain(harness.Azure.Resources.All, static r => r.Id.Contains("/resourceGroups/c1", StringComparison.OrdinalIgnoreCase));
        }
    }

    /// <summary>All in the queue before the first is worked on; the seed decides how they interleave.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Revisions_WorkedOnAtOnce_EachHearTheirEnd(int seed)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = seed });
        var randomness = new SeededRandomness(seed);
        var messages = new[] { GitRevisions.Apply(1, workers: 1), GitRevisions.Apply(2, workers: 2), GitRevisions.Apply(3, workers: 3) };
        var queued = Enumerable.Range(0, 9).Select(i => messages[i < 3 ? i : randomness.Next(3)]).OrderBy(_ => randomness.Next(1000)).ToList();
        var sent = queued.Select(message => harness.Host.EnqueueAsync(GitOpsMessage.Queue, BinaryData.FromString(GitRevisions.Text(message)))).ToList();
        await harness.RunForAsync(TimeSpan.FromMinutes(5));
        await Task.WhenAll(sent);

        var document = await harness.SettleAsync();

        Assert.True(document is { Source.Sequence: 3, Phase: ClusterPhase.Ready, Error: null }, $"seed {seed}: {document}");
        Assert.Empty(harness.Messages(GitOpsMessage.PoisonQueue));
        AssertEveryRevisionIsToldItsEnd(harness);
    }

    /// <summary>No commit stays pending, and none is pending again after its end.</summary>
    private static void AssertEveryRevisionIsToldItsEnd(ClusterHarness harness)
    {
        var states = harness.Messages(GitOpsMessage.OutcomeQueue).ToLookup(static e => e["data"]!["source"]!["sequence"]!.GetValue<int>(), static e => $"{e["data"]!["state"]}");
        Assert.Equal([1, 2, 3], states.Select(static told => told.Key).Order());
        foreach (var told in states)
        {
            Assert.True(told.Count() is 1 or 2 && told.Last() is "succeeded" or "superseded" && told.SkipLast(1).All(static state => state == "accepted"), $"{told.Key}: {string.Join(", ", told)}");
        }

        Assert.Equal("succeeded", states[3].Last());
    }

    [Fact]
    public async Task Revision_ForABusyCluster_IsFoldedIntoItsOperation()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.SendAsync(GitRevisions.Apply(1, workers: 1));
        await harness.RunForAsync(TimeSpan.FromMinutes(2));
        var before = await harness.DocumentAsync();

        await harness.SendAsync(GitRevisions.Apply(2, workers: 2));
        var document = await harness.SettleAsync();

        Assert.True(before!.OperationRunning);
        Assert.Equal((before.OperationId, 2, 2, ClusterPhase.Ready), (document!.OperationId, document.Generation, document.ObservedGeneration, document.Phase));
    }

    [Fact]
    public async Task Revision_WithAnothersSequence_ChangesNothingAndIsTold()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.SendAsync(GitRevisions.Apply(7, workers: 1));
        await harness.SettleAsync();
        var rewritten = GitRevisions.Apply(7, workers: 2);

        await harness.SendAsync(rewritten with { Source = rewritten.Source with { Revision = new string('f', 40) } });

        var cluster = await harness.ClusterAsync();
        Assert.Equal((1, "stale", "ORC0412"), (cluster["workerReplicas"]!.GetValue<int>(), $"{cluster["sourceStatus"]!["state"]}", $"{cluster["sourceStatus"]!["error"]!["code"]}"));
    }

    [Fact]
    public async Task Cluster_MadeOverHttp_IsTakenByASourceAndStaysItsOwnOverHttp()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));

        await harness.SendAsync(GitRevisions.Apply(4, workers: 2));
        await harness.SettleAsync();
        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 3));

        var document = await harness.DocumentAsync();
        Assert.Equal((4, 3), (document!.Source!.Sequence, document.Spec.MachinePools.Single().Replicas));
    }
}
