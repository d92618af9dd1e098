using System.Globalization;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.History;

namespace Orchestrator.Activities.History;

/// <summary>
/// Where an entry is kept: <c>history/NAMESPACE/NAME/NUMBER-TIME</c>. Number and time stand in the key, so that pages and retention read no entry
/// that they do not give or remove.
/// </summary>
public sealed record HistoryKey(ClusterKey Cluster, int Number, DateTimeOffset Time)
{
    public const string Folder = "history";
    private const string TimeFormat = "yyyyMMdd'T'HHmmssfff'Z'";

    public string DocumentKey => $"{PrefixOf(Cluster)}{Number:D10}-{TimeText}";

    /// <summary>Orders the entries of one cluster.</summary>
    public string OrderInCluster => Number.ToString("D10", CultureInfo.InvariantCulture);

    /// <summary>Orders the entries of all clusters.</summary>
    public string Order => $"{TimeText}~{Cluster.Namespace}~{Cluster.Name}~{Number:D10}";

    private string TimeText => Time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    public static string PrefixOf(ClusterKey cluster) => State.DocumentKey.Of(Folder, cluster.Namespace, cluster.Name) + "/";

    public static HistoryKey Of(HistoryEntry entry) => new(entry.Cluster, entry.Number, entry.Time);

    /// <summary>Null: not one of ours.</summary>
    public static HistoryKey? Parse(string documentKey) =>
        documentKey.Split('/') is [Folder, var @namespace, var name, var last]
        && last.Split('-') is [var number, var time]
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var counted)
        && DateTimeOffset.TryParseExact(time, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? new HistoryKey(new ClusterKey(State.DocumentKey.Unescape(@namespace), State.DocumentKey.Unescape(name)), counted, at)
            : null;
}
