using Orchestrator.Simulator.Kubernetes;

namespace Orchestrator.Cli.Demo;

/// <summary>Tells from the journal of all node changes how a roll went.</summary>
public static class ReadyNodes
{
    /// <summary>Fewest ready workers at any moment between two times, the first moment included.</summary>
    public static int FewestWorkers(IEnumerable<NodeTransition> journal, DateTimeOffset from, DateTimeOffset until)
    {
        var ready = new HashSet<string>(StringComparer.Ordinal);
        int? fewest = null;
        foreach (var moment in journal.Where(change => !change.IsControlPlane && change.At <= until).GroupBy(static change => change.At).OrderBy(static moment => moment.Key))
        {
            if (moment.Key > from)
            {
                fewest = Math.Min(fewest ?? ready.Count, ready.Count);
            }

            foreach (var change in moment)
            {
                _ = change is { Exists: true, Ready: true } ? ready.Add(change.Node) : ready.Remove(change.Node);
            }
        }

        return Math.Min(fewest ?? ready.Count, ready.Count);
    }
}
