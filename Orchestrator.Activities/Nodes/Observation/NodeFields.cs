namespace Orchestrator.Activities.Nodes.Observation;

/// <summary>What of nodes is compared, by the names that plans and reports give it.</summary>
internal static class NodeFields
{
    public const string Node = "node";
    public const string Ready = "Ready";
    public const string KubeletVersion = "kubeletVersion";

    /// <summary>Whether a reason for which a machine is replaced comes from its node.</summary>
    public static bool IsPath(string path) => path == Node || path.StartsWith($"{Node}.", StringComparison.Ordinal);
}
