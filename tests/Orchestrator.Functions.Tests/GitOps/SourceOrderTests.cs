using Orchestrator.Contracts.Clusters;
using Orchestrator.Functions.GitOps;

namespace Orchestrator.Functions.Tests.GitOps;

public sealed class SourceOrderTests
{
    private const string Repository = "https://git.example.com/Org/Clusters";

    [Theory]
    [InlineData(1, "a", SourceVerdict.Stale)]
    [InlineData(4, "a", SourceVerdict.Stale)]
    [InlineData(5, "5", SourceVerdict.Duplicate)]
    [InlineData(5, "a", SourceVerdict.Rewritten)]
    [InlineData(6, "a", SourceVerdict.Newer)]
    public void Judge_TheSameSource_GoesByItsSequence(long sequence, string revision, SourceVerdict expected) =>
        Assert.Equal(expected, SourceOrder.Judge(Document(Source(5, "5"), ClusterPhase.Ready), Source(sequence, revision)));

    [Theory]
    [InlineData("https://git.example.com/org/clusters.git", "clusters", SourceVerdict.Duplicate)]
    [InlineData("https://git.example.com/org/clusters/", "/clusters/", SourceVerdict.Duplicate)]
    [InlineData("https://git.example.com/org/clusters", "other", SourceVerdict.OtherSource)]
    [InlineData("https://git.example.com/org/other", "clusters", SourceVerdict.OtherSource)]
    public void Judge_AnotherSpelling_IsTheSameSourceAndAnotherFolderIsNot(string repository, string path, SourceVerdict expected) =>
        Assert.Equal(expected, SourceOrder.Judge(Document(Source(5, "5"), ClusterPhase.Ready), Source(5, "5") with { Repository = repository, Path = path }));

    [Fact]
    public void Judge_AClusterOfNoSource_MayBeTaken()
    {
        Assert.Equal(SourceVerdict.Newer, SourceOrder.Judge(null, Source(1, "a")));
        Assert.Equal(SourceVerdict.Newer, SourceOrder.Judge(Document(null, ClusterPhase.Ready), Source(1, "a")));
    }

    [Theory]
    [InlineData(ClusterPhase.Deleted, SourceVerdict.Newer)]
    [InlineData(ClusterPhase.Deleting, SourceVerdict.OtherSource)]
    public void Judge_AClusterThatAnotherSourceHad_MayBeTakenOnceItIsGone(ClusterPhase phase, SourceVerdict expected) =>
        Assert.Equal(expected, SourceOrder.Judge(Document(Source(5, "5"), phase), Source(1, "a") with { Path = "other" }));

    private static SourceRevision Source(long sequence, string revision) =>
        new() { Repository = Repository, Path = "clusters", Revision = revision, Sequence = sequence, CommitTime = DateTimeOffset.UnixEpoch };

    private static ClusterDocument Document(SourceRevision? source, ClusterPhase phase) => new()
    {
        Key = new ClusterKey("default", "c1"),
        Generation = 1,
        SpecHash = string.Empty,
        Spec = null!,
        Phase = phase,
        Source = source,
    };
}
