using System.Globalization;

namespace Orchestrator.Contracts.Clusters;

/// <summary>A number, or a percentage of the replicas: what Kubernetes calls an int-or-string.</summary>
public static class ScaledValue
{
    /// <summary>How many machines may exist beyond <paramref name="desired"/>; 1 when unset, percentages round up.</summary>
    public static int Surge(string? maxSurge, int desired) => Scale(maxSurge, desired, unset: 1, roundUp: true);

    /// <summary>How many ready machines may be missing; 0 when unset, percentages round down.</summary>
    public static int Unavailable(string? maxUnavailable, int desired) => Scale(maxUnavailable, desired, unset: 0, roundUp: false);

    private static int Scale(string? value, int desired, int unset, bool roundUp)
    {
        if (string.IsNullOrEmpty(value))
        {
            return unset;
        }

        if (!value.EndsWith('%'))
        {
            return int.Parse(value, CultureInfo.InvariantCulture);
        }

        var share = int.Parse(value.AsSpan(0, value.Length - 1), CultureInfo.InvariantCulture) * desired;
        return roundUp ? (share + 99) / 100 : share / 100;
    }
}
