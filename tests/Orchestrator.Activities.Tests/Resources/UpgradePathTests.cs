using Orchestrator.Activities.Resources.ManagedCluster;

namespace Orchestrator.Activities.Tests.Resources;

public sealed class UpgradePathTests
{
    [Theory]
    [InlineData("1.30.2", "v1.30.9", "1.30.2", "")]
    [InlineData("1.30.2", "v1.31.2", "1.30.2", "")]
    [InlineData("1.30.2", "v1.32.2", "1.30.2", "cluster 1.31")]
    [InlineData("1.30.2", "v1.33.0", "1.30.2", "cluster 1.31, cluster 1.32")]
    [InlineData("1.30.2", "v1.34.0", "1.30.2", "cluster 1.31, cluster 1.32, cluster 1.33, pools 1.33")]
    [InlineData("1.30.2", "v1.34.0", "1.28.5", "cluster 1.31, pools 1.31, cluster 1.32, cluster 1.33")]
    [InlineData("1.25.0", "v1.28.0", "1.25.0", "cluster 1.26, cluster 1.27")]
    [InlineData("1.24.0", "v1.27.0", "1.24.0", "cluster 1.25, cluster 1.26, pools 1.26")]
    [InlineData("1.33.0", "v1.31.0", "1.33.0", "")]
    [InlineData(null, "v1.31.0", "1.33.0", "")]
    [InlineData("1.33.0", null, "1.33.0", "")]
    public void Stages_BetweenTwoVersions_SkipNoMinorAndKeepPoolsWithinTheSkew(string? current, string? wanted, string pool, string stages) =>
        Assert.Equal(stages, string.Join(", ", UpgradePath.Between(current, wanted, [pool]).Select(static s => $"{(s.IsOfPools ? "pools" : "cluster")} {s.Version}")));

    [Theory]
    [InlineData("1.31.2", "v1.31.2", false)]
    [InlineData("1.31.2", "v1.31.3", true)]
    [InlineData("1.31.5", "v1.31.3", false)]
    [InlineData("1.32.0", "v1.31.9", false)]
    [InlineData("1.30.9", "1.31", true)]
    [InlineData("1.31.0", "1.31", false)]
    [InlineData("1.9.6", "v1.10.0", true)]
    public void Version_IsBehindOnlyWhenOlder(string current, string wanted, bool isBehind) => Assert.Equal(isBehind, AksVersion.IsBehind(current, wanted));
}
