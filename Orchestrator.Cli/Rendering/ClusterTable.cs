using System.Globalization;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Operations;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orchestrator.Cli.Rendering;

/// <summary>The list of clusters, one row each, as kubectl would show it.</summary>
public static class ClusterTable
{
    private static readonly string[] Headings = ["NAMESPACE", "NAME", "PHASE", "VERSION", "CONTROL-PLANE", "WORKERS", "LOCATION", "AGE"];

    public static IRenderable Render(IReadOnlyList<ClusterStatus> clusters)
    {
        if (clusters.Count == 0)
        {
            return new Paragraph("No clusters.");
        }

        var table = new Table().NoBorder();
        foreach (var heading in Headings)
        {
            table.AddColumn(new TableColumn(new Text(heading, Styles.Strong)).NoWrap().PadLeft(0).PadRight(3));
        }

        foreach (var cluster in clusters.OrderBy(static cluster => cluster.Cluster.Namespace, StringComparer.Ordinal).ThenBy(static cluster => cluster.Cluster.Name, StringComparer.Ordinal))
        {
            table.AddRow(Cells(cluster));
        }

        return table;
    }

    public static Style StyleOf(ClusterPhase phase) => phase switch
    {
        ClusterPhase.Ready => Styles.Good,
        ClusterPhase.Failed => Styles.Bad,
        ClusterPhase.Deleted => Styles.Dim,
        _ => Styles.Busy,
    };

    private static IEnumerable<IRenderable> Cells(ClusterStatus cluster) =>
    [
        new Text(cluster.Cluster.Namespace),
        new Text(cluster.Cluster.Name),
        new Text(cluster.Phase.ToString(), StyleOf(cluster.Phase)),
        new Text(cluster.Version),
        new Text(cluster.ControlPlaneReplicas == 0 ? "Azure" : cluster.ControlPlaneReplicas.ToString(CultureInfo.InvariantCulture)),
        new Text(cluster.WorkerReplicas.ToString(CultureInfo.InvariantCulture)),
        new Text(cluster.Location),
        new Text(Elapsed.Format(cluster.ServerTime - cluster.CreatedAt)),
    ];
}
