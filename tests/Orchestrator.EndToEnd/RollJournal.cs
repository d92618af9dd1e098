using Orchestrator.Simulator;
using Orchestrator.Simulator.Kubernetes;

namespace Orchestrator.EndToEnd;

/// <summary>Reads off the journal of all node changes how many nodes there were, and how many ready, at every moment since a time.</summary>
internal sealed class RollJournal
{
    public RollJournal(SimulatedAzure azure, DateTimeOffset since, bool controlPlane)
    {
        var nodes = new Dictionary<string, NodeTransition>(StringComparer.Ordinal);
        foreach (var change in azure.Machines.NodeJournal.Where(n => n.IsControlPlane == controlPlane))
        {
            if (change.At > since && Names.Count == 0)
            {
                Note(nodes);
            }

            if (change.At > since)
            {
                Names.Add(change.Node);
            }

            nodes[change.Node] = change;
            if (change.At > since)
            {
                Note(nodes);
            }
        }
    }

    /// <summary>Nodes that changed since then.</summary>
    public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

    public int MinimumReady { get; private set; } = int.MaxValue;

    public int MaximumNodes { get; private set; }

    private void Note(Dictionary<string, NodeTransition> nodes)
    {
        MinimumReady = Math.Min(MinimumReady, nodes.Values.Count(static n => n is { Exists: true, Ready: true }));
        MaximumNodes = Math.Max(MaximumNodes, nodes.Values.Count(static n => n.Exists));
    }
}
