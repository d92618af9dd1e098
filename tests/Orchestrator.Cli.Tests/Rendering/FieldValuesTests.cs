using Orchestrator.Cli.Rendering;

namespace Orchestrator.Cli.Tests.Rendering;

public sealed class FieldValuesTests
{
    private const string Image = "/CommunityGalleries/ClusterAPI-f72ceb4f-5159-4c26-a0fe-2ea738f0d019/Images/capi-ubun2-2404/Versions/";

    [Theory]
    [InlineData("a/b", "a/c", "a/b", "a/c")]
    [InlineData(null, "x", "(none)", "x")]
    [InlineData("x", null, "x", "(none)")]
    [InlineData(Image + "1.30.2", Image + "1.31.0", "…/1.30.2", "…/1.31.0")]
    public void Values_OfOneField_ShowWhereTheyDiffer(string? before, string? after, string shownBefore, string shownAfter) =>
        Assert.Equal((shownBefore, shownAfter), FieldValues.Shorten(before, after));

    [Fact]
    public void Values_TooLong_AreCut()
    {
        var (before, after) = FieldValues.Shorten(new string('a', 64), new string('b', 64));

        Assert.Equal(new string('a', 59) + "…", before);
        Assert.Equal(60, after.Length);
    }
}
