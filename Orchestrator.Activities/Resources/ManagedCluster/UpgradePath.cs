using System.Globalization;

namespace Orchestrator.Activities.Resources.ManagedCluster;

/// <summary>
/// The way of a cluster over several minor versions: the control plane goes one minor at a time, and the pools follow at once at the end, or between where
/// they would fall further behind than kubelets may.
/// </summary>
internal static class UpgradePath
{
    /// <summary>From this minor on kubelets may be three minors behind, before it two.</summary>
    private const int WiderSkewSince = 28;

    /// <summary>Stages before the last, which goes to the version that is wanted. Each is of the control plane, or of the pools.</summary>
    public static IReadOnlyList<UpgradeStage> Between(string? current, string? wanted, IEnumerable<string?> pools)
    {
        if (AksVersion.Parse(current) is not { } from || AksVersion.Parse(wanted) is not { } to || to.Major != from.Major)
        {
            return [];
        }

        var stages = new List<UpgradeStage>();
        var oldest = pools.Select(AksVersion.Parse).OfType<Version>().Select(static v => v.Minor).DefaultIfEmpty(from.Minor).Min();
        for (var minor = from.Minor + 1; minor <= to.Minor; minor++)
        {
            if (minor - oldest > SkewOf(minor))
            {
                stages.Add(new UpgradeStage(Text(from.Major, minor - 1), IsOfPools: true));
                oldest = minor - 1;
            }

            if (minor < to.Minor)
            {
                stages.Add(new UpgradeStage(Text(from.Major, minor), IsOfPools: false));
            }
        }

        return stages;
    }

    private static int SkewOf(int minor) => minor >= WiderSkewSince ? 3 : 2;

    private static string Text(int major, int minor) => string.Create(CultureInfo.InvariantCulture, $"{major}.{minor}");
}
